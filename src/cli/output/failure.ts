import { appendEvents, NO_EVENTS } from '../../trace/append.ts';
import type { Client } from '../service/client.ts';
import { type Execution, readEvents } from '../service/follow.ts';
import { hasEnded } from './execution-status.ts';

/**
 * An execution together with why it ended, named as StartSyncExecution names it, and the steps that it was at; all
 * empty unless it went wrong.
 */
export type ExplainedExecution = Execution & {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
  readonly FailedSteps: readonly string[];
};

/** Looks up in the history why and where an execution failed; reads nothing for one that runs or has succeeded. */
export async function explain(client: Client, execution: Execution): Promise<ExplainedExecution> {
  const explained = { ...execution, ErrorCode: '', ErrorMessage: '', FailedSteps: [] };
  if (!hasEnded(execution.Status) || execution.Status === 'Succeeded') return explained;
  const key = { FlowName: execution.FlowName, ExecutionName: execution.Name };
  let model = NO_EVENTS;
  for await (const events of readEvents(client, key)) model = appendEvents(model, events);
  const { error = '', cause = '', runs = [] } = model.failure ?? {};
  const FailedSteps = runs.flatMap((id) => model.runs.get(id)?.name ?? []);
  return { ...explained, ErrorCode: error, ErrorMessage: cause, FailedSteps };
}
