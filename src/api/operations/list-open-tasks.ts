import { stringifyJson } from '../../common/json-text.ts';
import { type OpenTask, openTasks } from '../../engine/history/open-tasks.ts';
import { idOfInside } from '../../engine/map/part-ids.ts';
import { type ExecutionHeader, fullNameOf } from '../../ports/execution-store.ts';
import type { PageRequest } from '../../ports/flow-store.ts';
import type { OpenTaskView } from '../contract.ts';
import { operation } from '../operation.ts';
import { pageParams, pageRequest } from '../params/common-params.ts';
import { executionName } from '../params/map-run-params.ts';
import { name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import type { ApiServices } from '../services.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { DataBudget, fitting } from '../views/data-budget.ts';
import { formatTime } from '../views/format-time.ts';
import { findExecution, findFlow } from './lookup.ts';
import { unlessDamaged } from './unless-damaged.ts';

/**
 * Returns the tasks of a flow that wait for a callback, those of its newest executions first, with their tokens.
 *
 * The original service has no such operation: there only the target of a task knows its token.
 */
export const listOpenTasks = operation(
  'ListOpenTasks',
  { FlowName: required(name), ExecutionName: optional(executionName), ...pageParams(99) },
  async (params, services, { requestId }) => {
    const { views, next } = await boundedPage(
      pageRequest(params),
      await unfinished(services, params.FlowName, params.ExecutionName),
      async (header) => {
        const tasks = await unlessDamaged(openTasks(services, header));
        const budget = new DataBudget(services.physical.responseBytes);
        return (tasks ?? []).map((task) => openTaskView(header, task, budget));
      },
    );
    return { Tasks: views.flat(), ...next, RequestId: requestId };
  },
);

/** Reads a page of the executions that may have open tasks. */
async function unfinished(services: ApiServices, flowName: string, executionName: string | undefined) {
  if (executionName !== undefined) {
    const { header } = await findExecution(services, flowName, executionName);
    if (header.part?.kind === 'run') return runningOf(services, idOfInside(header.id));
    return async () => ({ items: [header] });
  }
  const { id } = await findFlow(services, flowName);
  return runningOf(services, id);
}

/** Reads a page of what runs under the id of a flow, or of a map run. */
function runningOf(services: ApiServices, flowId: string) {
  return async (request: PageRequest) => {
    const page = await services.executions.list({ flowId, status: 'Running', ...request });
    return { ...page, items: page.executions };
  };
}

function openTaskView(header: ExecutionHeader, task: OpenTask, budget: DataBudget): OpenTaskView {
  return {
    FlowName: header.flowName,
    ExecutionName: fullNameOf(header),
    StepName: task.stepName,
    StepEventId: task.entry,
    TaskToken: task.token,
    ResourceArn: task.resourceArn,
    ...fitting(budget, { Input: stringifyJson(task.input) }),
    RetryCount: task.attempt,
    SubmittedTime: formatTime(task.submittedAt),
    TimeoutTime: task.deadlineAt === undefined ? '' : formatTime(task.deadlineAt),
    ...(task.heartbeat !== undefined && heartbeatView(task.heartbeat)),
  };
}

function heartbeatView({ due, newest }: NonNullable<OpenTask['heartbeat']>) {
  return {
    NextHeartbeatTime: formatTime(due),
    HeartbeatTime: newest === undefined ? '' : formatTime(newest.at),
    HeartbeatDetail: newest?.detail ?? '',
  };
}
