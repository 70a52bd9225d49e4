import { idOfFullName } from '../../engine/map/part-ids.ts';
import { resolveFlow } from '../../engine/versions/resolve-flow.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { FlowRecord, ScheduleRecord } from '../../ports/flow-store.ts';
import { ApiError } from '../api-error.ts';
import type { MapRunKey } from '../contract/map-runs.ts';
import type { ApiServices } from '../services.ts';

/** The newest version of a flow. @throws ApiError `FlowNotExists` */
export async function findFlow(services: ApiServices, name: string): Promise<FlowRecord> {
  const flow = await services.flows.readFlow(name);
  if (flow === undefined) throw flowNotExists(name);
  return flow;
}

/** An execution and the newest version of its flow. */
export interface FoundExecution {
  readonly flow: FlowRecord;
  readonly header: ExecutionHeader;
}

/** An execution of a flow that exists, or a map run or batch inside one. @throws ApiError `FlowNotExists` or `ExecutionNotExists` */
export async function findExecution(
  services: ApiServices,
  flowName: string,
  name: string,
): Promise<FoundExecution> {
  const flow = await findFlow(services, flowName);
  const header = await services.executions.readHeader(idOfFullName(flow.id, name));
  if (header === undefined) throw executionNotExists(flowName, name);
  return { flow, header };
}

/** A map run of an execution. @throws ApiError `FlowNotExists` or `ExecutionNotExists` */
export async function findMapRun(
  services: ApiServices,
  { FlowName, ExecutionName, MapRunName }: MapRunKey,
): Promise<ExecutionHeader> {
  const flow = await findFlow(services, FlowName);
  const isInside = MapRunName.startsWith(`${ExecutionName}:map-`);
  const header = isInside && (await services.executions.readHeader(idOfFullName(flow.id, MapRunName)));
  if (header) return header;
  const problem = `Map run '${MapRunName}' does not exist in execution '${ExecutionName}' of flow '${FlowName}'`;
  throw new ApiError('ExecutionNotExists', problem);
}

/** A schedule of a flow that exists. @throws ApiError `FlowNotExists` or `ScheduleNotExists` */
export async function findSchedule(
  services: ApiServices,
  flowName: string,
  name: string,
): Promise<ScheduleRecord> {
  const flow = await findFlow(services, flowName);
  const schedule = await services.flows.readSchedule(flow.id, name);
  if (schedule === undefined) throw scheduleNotExists(flowName, name);
  return schedule;
}

/** No flow has that name. */
export function flowNotExists(name: string): ApiError {
  return new ApiError('FlowNotExists', `Flow '${name}' does not exist`);
}

/** The flow has no such execution. */
export function executionNotExists(flowName: string, name: string): ApiError {
  return new ApiError('ExecutionNotExists', `Execution '${name}' does not exist in flow '${flowName}'`);
}

/** The flow has no such schedule. */
export function scheduleNotExists(flowName: string, name: string): ApiError {
  return new ApiError('ScheduleNotExists', `Schedule '${name}' does not exist in flow '${flowName}'`);
}

/** The flow has no such published version. */
export function versionNotExists(flowName: string, number: number | string): ApiError {
  return new ApiError('FlowVersionNotExists', `Version '${number}' does not exist in flow '${flowName}'`);
}

/** The flow has no such alias. */
export function aliasNotExists(flowName: string, name: string): ApiError {
  return new ApiError('FlowAliasNotExists', `Alias '${name}' does not exist in flow '${flowName}'`);
}

/** A flow as a qualifier says. @throws ApiError `FlowNotExists`, `FlowVersionNotExists` or `FlowAliasNotExists` */
export async function demandQualifier(
  services: ApiServices,
  flowName: string,
  qualifier: string,
): Promise<void> {
  const { kind } = await resolveFlow(services.flows, { flowName, qualifier }, '');
  if (kind !== 'found') throw notResolved(kind, flowName, qualifier);
}

/** Refuses a flow that is to handle failures and is not there; the empty text stands for none. @throws ApiError `InvalidArgument` */
export async function demandFailureFlow({ flows }: Pick<ApiServices, 'flows'>, name = ''): Promise<void> {
  if (name === '' || (await flows.readFlow(name)) !== undefined) return;
  throw new ApiError(
    'InvalidArgument',
    `Parameter OnFailure: flow '${name}' does not exist; create it first`,
  );
}

/** There is nothing that a qualifier could stand for. */
export function notResolved(
  kind: 'flowNotExists' | 'versionNotExists' | 'aliasNotExists',
  flowName: string,
  qualifier = '',
): ApiError {
  if (kind === 'flowNotExists') return flowNotExists(flowName);
  return (kind === 'versionNotExists' ? versionNotExists : aliasNotExists)(flowName, qualifier);
}
