import { cutText } from '../../common/cut-text.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { keptText } from '../../engine/log/kept-text.ts';
import { redriveProblem } from '../../engine/resume/redrive-execution.ts';
import { readTaskId } from '../../engine/task-id.ts';
import { type ExecutionHeader, flowIdOf, fullNameOf } from '../../ports/execution-store.ts';
import type { FlowRecord } from '../../ports/flow-store.ts';
import type { ForkView, RedriveView } from '../contract/repair.ts';
import type { ExecutionStatus, ExecutionView, ListedExecutionView, ParentView } from '../contract.ts';
import type { ApiServices } from '../services.ts';
import { DataBudget, fitting } from './data-budget.ts';
import { executionEnvironment } from './environment-view.ts';
import { formatTime } from './format-time.ts';

/** An execution as callers see it; one without an end shows `statusUntilEnd`. @throws DamagedData when a large text is gone */
export async function executionView(
  services: Pick<ApiServices, 'blobs' | 'physical'>,
  header: ExecutionHeader,
  definition: string,
  statusUntilEnd: ExecutionStatus = 'Running',
): Promise<ExecutionView> {
  const Input = await keptText(services, header, header.input);
  const Output = await keptText(services, header, header.end?.output ?? '');
  const budget = new DataBudget(services.physical.responseBytes);
  return { ...viewWithoutData(header, definition, statusUntilEnd), ...fitting(budget, { Output, Input }) };
}

function viewWithoutData(
  header: ExecutionHeader,
  definition: string,
  statusUntilEnd: ExecutionStatus,
): ExecutionView {
  const { published } = header.redriven ?? header;
  return {
    FlowName: header.flowName,
    FlowDefinition: definition,
    Name: fullNameOf(header),
    Input: '',
    Output: '',
    Status: header.end?.status ?? statusUntilEnd,
    StartedTime: formatTime(header.startedAt),
    StoppedTime: header.end === undefined ? '' : formatTime(header.end.stoppedAt),
    ...(published !== undefined && {
      Qualifier: published.qualifier,
      FlowVersion: String(published.number),
    }),
    ...(header.labels !== undefined && { Labels: stringifyJson(header.labels) }),
  };
}

/** Characters of a failure's message in lists: enough to tell failures apart. */
const LISTED_CHARACTERS = 256;

/** An execution as a list shows it. */
export async function listedExecutionView(
  services: Pick<ApiServices, 'blobs' | 'physical'>,
  header: ExecutionHeader,
  flow: Pick<FlowRecord, 'definition' | 'environment'>,
): Promise<ListedExecutionView> {
  const view = await executionView(services, header, flow.definition);
  return { ...view, ...executionEnvironment(flow), ...failureView(header) };
}

/** A listed execution without its large texts, which a page would repeat for each. */
export function metadataView(header: ExecutionHeader): ListedExecutionView {
  return { ...viewWithoutData(header, '', 'Running'), ...failureView(header) };
}

function failureView({ end }: ExecutionHeader) {
  const { error = '', cause = '' } = end?.failure ?? {};
  return {
    ErrorCode: error,
    ErrorMessage: cutText(cause, LISTED_CHARACTERS),
    ErrorStep: end?.step ?? '',
  };
}

/** How an execution stands: `Starting` until the first event is in the log. */
export async function statusOf(services: ApiServices, header: ExecutionHeader): Promise<ExecutionStatus> {
  if (header.end !== undefined) return header.end.status;
  if (header.firstEvents !== undefined || header.origins !== undefined) return 'Running';
  const records = await services.executions.readRecords(header.id, 1, 1);
  return records.length === 0 ? 'Starting' : 'Running';
}

/** The flow in the version that the execution runs with; `newest`, where it is known, spares a read where it still is. */
export async function pinnedFlow(
  services: ApiServices,
  header: ExecutionHeader,
  newest?: FlowRecord,
): Promise<FlowRecord> {
  const version = header.redriven?.flowVersion ?? header.flowVersion;
  if (newest?.id === flowIdOf(header) && newest.version === version) return newest;
  const flow = await services.flows.readVersion(flowIdOf(header), version);
  if (flow === undefined) throw new Error('The definition version of an execution is gone');
  return flow;
}

/** How often an execution has gone on after an end, and whether it can now. */
export function redriveView(services: ApiServices, header: ExecutionHeader): RedriveView {
  const { count = 0, at } = header.redriven ?? {};
  const problem = redriveProblem(services, header);
  return {
    RedriveCount: count,
    RedriveTime: at === undefined ? '' : formatTime(at),
    ...(problem !== undefined && { RedriveRefusedReason: problem }),
  };
}

/** The execution that this one was forked from, and those that were forked from it. */
export function forkView({ origins, forks, flowName }: ExecutionHeader): ForkView {
  const origin = origins?.at(-1);
  return {
    ...(origin !== undefined && {
      ForkedFrom: { FlowName: flowName, ExecutionName: origin.name, EventId: origin.upTo },
    }),
    ...(forks !== undefined && { Forks: forks.toSorted() }),
  };
}

/** The step of another execution that started this one; undefined when none did, or when that execution is gone. */
export async function parentOf(
  services: ApiServices,
  { startedBy }: ExecutionHeader,
): Promise<ParentView | undefined> {
  const task = startedBy === undefined ? undefined : readTaskId(startedBy);
  const parent = task && (await services.executions.readHeader(task.execution));
  if (task === undefined || parent === undefined) return undefined;
  return { FlowName: parent.flowName, ExecutionName: fullNameOf(parent), StepEventId: task.entry };
}
