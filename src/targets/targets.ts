import { type FlowRequest, flows, startExecutions } from './flow.ts';
import { functions } from './function.ts';
import { type MapRequest, maps } from './map-run.ts';
import { queues } from './queue.ts';
import type { OnAws, TargetKind, TaskData } from './target-kind.ts';
import { topics } from './topic.ts';

/** Every kind of target. */
export const TARGET_KINDS = {
  function: functions,
  queue: queues,
  topic: topics,
  flow: flows,
  startExecution: startExecutions,
  map: maps,
} as const;

type AnyKind = (typeof TARGET_KINDS)[keyof typeof TARGET_KINDS];

/** The target of a task; `resourceArn` is the text of the definition. */
export type TaskTarget = AnyKind extends infer Kind
  ? Kind extends TargetKind<infer Target, infer _Request>
    ? Target
    : never
  : never;

/** The request of a task to its target. */
export type TaskRequest = AnyKind extends infer Kind
  ? Kind extends TargetKind<infer _Target, infer Request>
    ? Request
    : never
  : never;

/** A request that an adapter serves; the service itself starts flows and runs maps. */
export type TargetRequest = Exclude<TaskRequest, FlowRequest | MapRequest>;

/** All that is known about the kind of a target. */
export function kindOf({ kind }: Pick<TaskTarget, 'kind'>): TargetKind<TaskTarget, TaskRequest> {
  return TARGET_KINDS[kind];
}

const KINDS: readonly TargetKind<TaskTarget, TaskRequest>[] = Object.values(TARGET_KINDS);

/** The names and permissions on AWS of every kind of target that is a resource there. */
export const ON_AWS: readonly OnAws<TaskTarget>[] = KINDS.flatMap(({ aws = [] }) => aws);

/** The ways to write a target in an attribute of a task. */
export function shapesOf(attribute: 'resourceArn' | 'action'): readonly string[] {
  return formsOf(attribute).map(({ shape }) => shape);
}

/** The target that an attribute of a task names; undefined for one that cannot be called. */
export function readTarget(attribute: 'resourceArn' | 'action', written: string): TaskTarget | undefined {
  for (const { pattern, read } of formsOf(attribute)) {
    const match = pattern.exec(written);
    if (match !== null) return read(written, match.groups ?? {});
  }
  return undefined;
}

/** True for the text of a target that starts an execution of a flow. */
export function startsExecution(written: string): boolean {
  const target = readTarget('resourceArn', written) ?? readTarget('action', written);
  return target?.kind === 'flow' || target?.kind === 'startExecution';
}

/** The request of a task to its target. @returns a text, which tells the problem, for parameters that cannot be used */
export function requestOf(target: TaskTarget, task: TaskData): TaskRequest | string {
  return kindOf(target).request(target, task);
}

/** Why a request does not fit into what carries it to its target; undefined when it does. */
export function excessOf(request: TargetRequest): string | undefined {
  const { noun, load, label } = kindOf(request);
  const { bytes, limit } = load?.(request) ?? { bytes: 0, limit: 0 };
  if (bytes <= limit) return undefined;
  const kind =
    request.kind === 'function' && request.isAsync
      ? `${noun} that is called with InvocationType Async`
      : noun;
  return `The data for ${label(request.target)} take ${bytes} bytes; ${kind} takes ${limit} at most`;
}

function formsOf(attribute: 'resourceArn' | 'action') {
  return KINDS.filter((kind) => kind.attribute === attribute).flatMap(({ forms }) => forms);
}
