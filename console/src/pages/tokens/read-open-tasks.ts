import type { OpenTaskView } from '../../../../src/api/contract.ts';
import type { CallApi } from '../../api/call-api.ts';

/** Tasks that are read at most: a page of approvals, not an inventory. */
const MAX_TASKS = 500;
/** Running executions whose flows are asked, at most: more than tasks are shown. */
const RUNNING_PAGE = 99;
const MAX_PAGES = 6;

/** The tasks that wait for a report, and whether these are all. */
export interface OpenTasks {
  readonly tasks: readonly OpenTaskView[];
  readonly isComplete: boolean;
}

/** The names of all flows, in order. */
export async function readFlowNames(callApi: CallApi, signal: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  let next: string | undefined;
  do {
    const page = await callApi('ListFlows', { Limit: 999, ...token(next) }, signal);
    names.push(...page.Flows.map(({ Name }) => Name));
    next = page.NextToken;
  } while (next !== undefined);
  return names;
}

/** The open tasks of all flows. Only those of which something runs are asked: there may be hundreds of others. */
export async function readAllOpenTasks(callApi: CallApi, signal: AbortSignal): Promise<OpenTasks> {
  const flows = new Set<string>();
  let next: string | undefined;
  let pages = 0;
  do {
    const request = { Status: 'Running', MetadataOnly: true, Limit: RUNNING_PAGE, ...token(next) } as const;
    const page = await callApi('ListExecutions', request, signal);
    for (const { FlowName } of page.Executions) flows.add(FlowName);
    next = page.NextToken;
    pages += 1;
  } while (next !== undefined && pages < MAX_PAGES);
  const { tasks, isComplete } = await readOpenTasks(callApi, [...flows], signal);
  return { tasks, isComplete: isComplete && next === undefined };
}

/** The open tasks of these flows, or of one execution of a flow, flow by flow, as many as one page shows. */
export async function readOpenTasks(
  callApi: CallApi,
  flows: readonly string[],
  signal: AbortSignal,
  execution: string | null = null,
): Promise<OpenTasks> {
  const tasks: OpenTaskView[] = [];
  const named = execution === null ? {} : { ExecutionName: execution };
  for (const FlowName of flows) {
    let next: string | undefined;
    do {
      if (tasks.length >= MAX_TASKS) return { tasks, isComplete: false };
      const page = await callApi('ListOpenTasks', { FlowName, ...named, ...token(next) }, signal);
      tasks.push(...page.Tasks);
      next = page.NextToken;
    } while (next !== undefined);
  }
  return { tasks, isComplete: true };
}

function token(next: string | undefined): { readonly NextToken?: string } {
  return next === undefined ? {} : { NextToken: next };
}
