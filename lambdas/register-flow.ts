import { ApiError } from '../src/api/api-error.ts';
import { type CallOperation, callerOf } from '../src/api/call-operation.ts';
import type { OverlapPolicyName } from '../src/api/contract.ts';
import type { ApiServices } from '../src/api/services.ts';
import { unreachable } from '../src/common/unreachable.ts';
import type { ResourceEvent } from './custom-resource.ts';
import { ignoring } from './ignoring.ts';
import { type AliasProperties, leadAlias } from './lead-alias.ts';

/** A schedule as a deployment asks for it; texts only, as CloudFormation makes texts of everything. */
export interface ScheduleProperties {
  readonly Name: string;
  readonly CronExpression: string;
  readonly Payload: string;
  readonly Enable: 'true' | 'false';
  /** Absent for the newest definition. */
  readonly Qualifier?: string;
  /** Absent where every firing starts an execution. */
  readonly OverlapPolicy?: OverlapPolicyName;
  readonly JitterSeconds?: string;
  /** Name of the flow that handles failures; absent without one. */
  readonly OnFailure?: string;
}

/** A flow as a deployment asks for it. */
export interface FlowProperties {
  readonly Name: string;
  readonly Definition: string;
  readonly Description: string;
  readonly RoleArn: string;
  /** JSON text; absent in deployments of earlier versions. */
  readonly LabelMappings?: string;
  /** Name of the flow that handles failures; absent without one. */
  readonly OnFailure?: string;
  /** Absent without one. */
  readonly Alias?: AliasProperties;
  readonly Schedules: readonly ScheduleProperties[];
}

/** Creates, updates or deletes a flow with its schedules. @returns the flow's name, which is its physical id */
export async function registerFlow(
  event: ResourceEvent<FlowProperties>,
  services: ApiServices,
): Promise<string> {
  const call = callerOf(services, event.RequestId);
  const wanted = event.ResourceProperties;
  switch (event.RequestType) {
    case 'Create':
      await create(call, wanted);
      return wanted.Name;
    case 'Update':
      // Another name is another flow: CloudFormation asks to delete the old one when all else has gone well.
      if (event.PhysicalResourceId !== wanted.Name) await create(call, wanted);
      else await update(call, wanted, event.OldResourceProperties);
      return wanted.Name;
    case 'Delete':
      await ignoring('FlowNotExists', call('DeleteFlow', { Name: event.PhysicalResourceId }));
      return event.PhysicalResourceId;
    default:
      return unreachable(event);
  }
}

/** Nothing is left when it fails. CloudFormation may ask twice: then the flow is there as it is asked for. */
async function create(call: CallOperation, wanted: FlowProperties): Promise<void> {
  const created = await ignoring('FlowAlreadyExists', call('CreateFlow', flowRequest(wanted)));
  if (created === undefined) await demandSame(call, wanted);
  try {
    // Schedules may start by it.
    if (wanted.Alias !== undefined) await leadAlias(call, flowRequest(wanted), wanted.Alias);
    for (const schedule of wanted.Schedules) await putSchedule(call, wanted.Name, schedule);
  } catch (error) {
    if (created !== undefined) await call('DeleteFlow', { Name: wanted.Name });
    throw error;
  }
}

async function demandSame(
  call: CallOperation,
  { Name, Definition, Description, RoleArn }: FlowProperties,
): Promise<void> {
  const existing = await call('DescribeFlow', { Name });
  const isSame =
    existing.Definition === Definition &&
    existing.RoleArn === RoleArn &&
    existing.Description === Description;
  if (!isSame) throw new ApiError('FlowAlreadyExists', `Flow ${Name} already exists`);
}

async function update(call: CallOperation, wanted: FlowProperties, old: FlowProperties): Promise<void> {
  await call('UpdateFlow', flowRequest(wanted));
  if (wanted.Alias !== undefined) await leadAlias(call, flowRequest(wanted), wanted.Alias);
  const kept = new Set(wanted.Schedules.map(({ Name }) => Name));
  for (const { Name } of old.Schedules.filter((schedule) => !kept.has(schedule.Name))) {
    const key = { FlowName: wanted.Name, ScheduleName: Name };
    await ignoring('ScheduleNotExists', call('DeleteSchedule', key));
  }
  for (const schedule of wanted.Schedules) await putSchedule(call, wanted.Name, schedule);
  if (old.Alias === undefined || old.Alias.Name === wanted.Alias?.Name) return;
  const gone = { FlowName: wanted.Name, Name: old.Alias.Name };
  await ignoring('FlowAliasNotExists', call('DeleteFlowAlias', gone));
}

async function putSchedule(
  call: CallOperation,
  FlowName: string,
  schedule: ScheduleProperties,
): Promise<void> {
  const { Name: ScheduleName, CronExpression, Payload, Enable, Qualifier = 'LATEST' } = schedule;
  const { OverlapPolicy = 'AllowAll', JitterSeconds = '0', OnFailure = '' } = schedule;
  const request = {
    FlowName,
    ScheduleName,
    CronExpression,
    Payload,
    Qualifier,
    Enable: Enable === 'true',
    OverlapPolicy,
    JitterSeconds: Number(JitterSeconds),
    OnFailure,
  };
  const created = await ignoring('ScheduleAlreadyExists', call('CreateSchedule', request));
  if (created === undefined) await call('UpdateSchedule', request);
}

function flowRequest({ Name, Definition, Description, RoleArn, ...rest }: FlowProperties) {
  const { LabelMappings = '{}', OnFailure = '' } = rest;
  return { Name, Definition, Description, Type: 'FDL', RoleArn, LabelMappings, OnFailure } as const;
}
