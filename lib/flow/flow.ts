import { Annotations, CustomResource, Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { readLabelMappings } from '../../src/flow/labels.ts';
import { aliasProperties, type FlowAlias, rollBackOn } from './flow-alias.ts';
import type { FlowDefinition } from './flow-definition.ts';
import { type BucketObjects, rightsToObjects, unnamedUses } from './flow-objects.ts';
import { FlowRole } from './flow-role.ts';
import { type FailureHandler, type FlowSchedule, handlerName, scheduleProperties } from './flow-schedule.ts';
import { type FlowService, importService } from './flow-service.ts';
import {
  type Bindings,
  type BoundFlow,
  bindingNames,
  boundArn,
  type ResolvedBindings,
  resolveBindings,
  rightsToCall,
} from './flow-targets.ts';
import { FunctionReplies } from './function-replies.ts';
import { type ObjectCreated, startOnObject } from './start-on-object.ts';

/** A flow as a deployment asks for it. */
export interface FlowProps {
  readonly definition: FlowDefinition;
  /** @default the name in the definition, else the id of the construct */
  readonly flowName?: string;
  /** @default none */
  readonly description?: string;
  /**
   * The resources for which resource ARNs of the definition stand, where the naming rule does not fit.
   *
   * @default none: `acs:fc:::services/{service}/functions/{function}` is the function `{service}-{function}`
   */
  readonly bindings?: Bindings;
  /**
   * Labels that executions are found by: by name, where in the input the value is, such as `$input.orderId`; ten at most.
   *
   * @default none
   */
  readonly labelMappings?: Readonly<Record<string, string>>;
  /**
   * A name that leads to the flow as it is deployed, perhaps for a share of the starts at first.
   *
   * @default none: starts take the newest definition
   */
  readonly alias?: FlowAlias;
  /**
   * The flow that is started with each execution that fails or times out; its input says which, why and at which step.
   *
   * @default none
   */
  readonly onFailure?: FailureHandler;
  /** When the flow is started. @default never by itself */
  readonly schedules?: readonly FlowSchedule[];
  /** Objects whose creation starts the flow; its input is the detail of the event. @default none */
  readonly startOn?: readonly ObjectCreated[];
  /** Objects that item readers read or list, where their bucket comes with the input or has a key of its own. @default those that the definition names */
  readonly readsFrom?: readonly BucketObjects[];
  /** Objects that result writers write, where their bucket comes with the input or has a key of its own. @default those that the definition names */
  readonly writesTo?: readonly BucketObjects[];
  /** @default the service that `npx cdk deploy` made in the same account and region */
  readonly service?: FlowService;
}

/** A flow that lives and dies with its stack: its definition, its role, its schedules, and the events that start it. */
export class Flow extends Construct implements BoundFlow {
  readonly flowName: string;
  /** The role of the flow: it allows calls of the targets that the definition names, and the use of objects. */
  readonly role: Role;

  constructor(scope: Construct, id: string, props: FlowProps) {
    super(scope, id);
    const { definition, schedules = [], startOn = [], labelMappings, alias } = props;
    const { service = importService(), onFailure } = props;
    this.flowName = props.flowName ?? definition.flow.name ?? id;
    demandCalled(Object.keys(props.bindings ?? {}), definition);
    const bindings = resolveBindings(definition, props.bindings ?? {}, service.replyQueueArn);
    definition.warnings.forEach((warning, index) => {
      Annotations.of(this).addWarningV2(`fdl-on-aws:definition${index + 1}`, warning);
    });

    for (const prop of unnamedUses(definition, props)) {
      const use = prop === 'readsFrom' ? 'read' : 'write';
      Annotations.of(this).addWarningV2(
        `fdl-on-aws:${prop}`,
        `The flow may ${use} no objects of a bucket that its input names: say which by ${prop}`,
      );
    }

    this.role = new FlowRole(this, 'Role', {
      flowName: this.flowName,
      driverRoleArn: service.driverRoleArn,
      statements: [
        ...definition.targets().flatMap((target) => rightsToCall(this, target, bindings)),
        ...rightsToObjects(this, definition, props),
      ],
    });

    const registration = new CustomResource(this, 'Registration', {
      resourceType: 'Custom::FdlFlow',
      serviceToken: service.registrarArn,
      serviceTimeout: Duration.minutes(2),
      properties: {
        Name: this.flowName,
        Definition: bind(definition, bindings),
        Description: props.description ?? '',
        RoleArn: this.role.roleArn,
        ...(labelMappings !== undefined && { LabelMappings: labelText(labelMappings) }),
        ...(onFailure !== undefined && { OnFailure: handlerName(onFailure) }),
        ...(alias !== undefined && { Alias: aliasProperties(alias) }),
        Schedules: schedules.map(scheduleProperties),
      },
    });
    // Executions may begin as soon as the flow is registered, so their rights must be in place by then.
    registration.node.addDependency(
      this.role,
      ...[...Object.values(bindings), ...handlersOf(props)].filter(
        (bound) => bound instanceof Flow || bound instanceof FunctionReplies,
      ),
    );
    if (alias?.rollbackOn !== undefined) {
      rollBackOn(this, alias.rollbackOn, { flowName: this.flowName, alias: alias.name }, service);
    }
    startOn.forEach((event, index) => {
      startOnObject(this, `StartOn${index + 1}`, event, this.flowName, service);
    });
  }
}

/** The flows that handle failures of a flow and of what its schedules start: they must be there first. */
function handlersOf({ onFailure, schedules = [] }: FlowProps): readonly FailureHandler['flow'][] {
  return [{ onFailure }, ...schedules].flatMap(({ onFailure: handler }) => handler?.flow ?? []);
}

/** Mappings as the registrar takes them. @throws when there are too many, or one is no path into the input. */
function labelText(labelMappings: Readonly<Record<string, string>>): string {
  const read = readLabelMappings(labelMappings);
  if ('problem' in read) throw new Error(`labelMappings ${read.problem}`);
  return JSON.stringify(labelMappings);
}

/** A binding that nothing calls is a mistake in one of the two. */
function demandCalled(bound: readonly string[], definition: FlowDefinition): void {
  const targets = definition.targets();
  const names = targets.flatMap(bindingNames);
  const unknown = bound.filter((arn) => !names.includes(arn));
  if (unknown.length === 0) return;
  const called = targets.map(({ resourceArn }) => resourceArn);
  throw new Error(
    `The definition calls nothing by the name ${unknown.join(', ')}; it calls ${called.join(', ') || 'nothing'}`,
  );
}

/** The text with bound resource ARNs replaced, each as a whole and all at once. */
function bind(definition: FlowDefinition, bindings: ResolvedBindings): string {
  const bound = new Map<string, string>();
  for (const target of definition.targets()) {
    const arn = boundArn(target, bindings);
    if (arn === undefined) continue;
    bound.set(target.resourceArn, arn);
    if (!definition.text.includes(target.resourceArn))
      throw new Error(`${target.resourceArn} must stand in the definition letter by letter`);
  }
  if (bound.size === 0) return definition.text;
  const anyArn = [...bound.keys()].map((arn) => arn.replaceAll(/[^\w:/-]/g, '\\$&')).join('|');
  // A qualifier after a name makes it another resource.
  const whole = new RegExp(`(?<![\\w:/-])(?:${anyArn})(?![\\w/-]|[.:][\\w$])`, 'g');
  return definition.text.replaceAll(whole, (arn) => bound.get(arn) ?? arn);
}
