import { readDetail } from '../../trace/event-detail.ts';
import type { Client } from '../service/client.ts';
import { type Execution, readEvents } from '../service/follow.ts';
import { hasEnded } from './execution-status.ts';

/** An execution together with why it ended, named as StartSyncExecution names it; both empty unless it went wrong. */
export type ExplainedExecution = Execution & { readonly ErrorCode: string; readonly ErrorMessage: string };

/** Looks up in the history why an execution ended; nothing is read for one that runs or succeeded. */
export async function explain(client: Client, execution: Execution): Promise<ExplainedExecution> {
  const explained = { ...execution, ErrorCode: '', ErrorMessage: '' };
  if (!hasEnded(execution.Status) || execution.Status === 'Succeeded') return explained;
  const key = { FlowName: execution.FlowName, ExecutionName: execution.Name };
  for await (const events of readEvents(client, key)) {
    const last = events.at(-1);
    if (last === undefined || !/^Execution(Failed|Stopped|TimedOut)$/.test(last.Type)) continue;
    const { error = '', cause = '' } = readDetail(last.EventDetail);
    return { ...explained, ErrorCode: error, ErrorMessage: cause };
  }
  return explained;
}
