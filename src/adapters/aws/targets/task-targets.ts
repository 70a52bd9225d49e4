import type { Clock } from '../../../ports/clock.ts';
import type { TargetCall, TaskTargets } from '../../../ports/task-targets.ts';
import type { AwsCaller, CallContext } from './aws-caller.ts';
import type { ClientSettings, FlowClients } from './flow-clients.ts';
import { boundRole } from './flow-roles.ts';
import { functionCaller } from './function-caller.ts';
import { queueCaller, topicCaller } from './message-callers.ts';
import type { Naming } from './resource-names.ts';

/** The caller of each kind of target. */
const CALLERS = { function: functionCaller, queue: queueCaller, topic: topicCaller } as const satisfies {
  readonly [Kind in TargetCall['kind']]: AwsCaller<Extract<TargetCall, { readonly kind: Kind }>, unknown>;
};

/** The clients that call targets with one flow's role in one region. */
export type TargetClients = {
  readonly [Kind in keyof typeof CALLERS]: ReturnType<(typeof CALLERS)[Kind]['createClient']>;
};

/** Makes the clients of every kind of target. */
export function createTargetClients(settings: ClientSettings): TargetClients {
  const made = Object.entries(CALLERS).map(([kind, caller]) => [kind, caller.createClient(settings)]);
  return Object.fromEntries(made);
}

/** Resources of AWS, called with the role of the flow. */
export function createAwsTaskTargets(
  clients: FlowClients<TargetClients>,
  naming: Naming,
  clock: Clock,
  replies: CallContext<unknown>['replies'],
): TaskTargets {
  return {
    call: (request) => {
      const caller = { ...request.caller, roleArn: boundRole(request.caller.roleArn, naming) };
      // A caller under the kind of a request takes such requests, which the compiler cannot follow.
      const callers: Readonly<Record<string, AwsCaller<TargetCall, unknown>>> = CALLERS;
      const target = callers[request.kind] as AwsCaller<TargetCall, unknown>;
      return target.call(
        { ...request, caller },
        {
          naming,
          now: clock.now(),
          replies,
          clientIn: (region) => clients.for(caller, region)[request.kind],
        },
      );
    },
  };
}
