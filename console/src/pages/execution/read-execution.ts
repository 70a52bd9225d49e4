import type { ExecutionStatus, RequestOf, ResponseOf } from '../../../../src/api/contract.ts';
import { wholeEvents, wholeExecution } from '../../../../src/api/whole-data.ts';
import { appendEvents, NO_EVENTS } from '../../../../src/trace/append.ts';
import type { ExecutionModel } from '../../../../src/trace/model.ts';
import type { CallApi } from '../../api/call-api.ts';

/** Names one execution. */
export interface ExecutionKey {
  readonly FlowName: string;
  readonly ExecutionName: string;
}

/** The known facts of an execution: the answer of the API about it, and the fold of the events read so far. */
export interface KnownExecution {
  readonly execution: ResponseOf<'DescribeExecution'>;
  readonly model: ExecutionModel;
  /** False while events that exist already are still being read. */
  readonly isComplete: boolean;
}

const PAGE_SIZE = 999;

/** True for a status that does not change any more. */
export function isEnd(status: ExecutionStatus): boolean {
  return status !== 'Starting' && status !== 'Running';
}

/** True for an end after which an execution may go on. */
export function isRedrivable(status: ExecutionStatus): boolean {
  return isEnd(status) && status !== 'Succeeded';
}

/**
 * Reads on from what is known: only the events behind the last known one, and the execution itself when it is new, has
 * ended, or goes on after an end. Hands on every page as soon as it is there.
 */
export async function readOn(
  callApi: CallApi,
  key: ExecutionKey,
  known: KnownExecution | undefined,
  onPage: (known: KnownExecution) => void,
  signal: AbortSignal,
): Promise<KnownExecution> {
  const read = (request: RequestOf<'GetExecutionData'>) => callApi('GetExecutionData', request, signal);
  const describe = async () =>
    await wholeExecution(read, key, await callApi('DescribeExecution', key, signal));
  let execution = known?.execution ?? (await describe());
  let model = known?.model ?? NO_EVENTS;
  for (let token: string | undefined = String(model.lastEventId + 1); token !== undefined; ) {
    const page: ResponseOf<'GetExecutionHistory'> = await callApi(
      'GetExecutionHistory',
      { ...key, Limit: PAGE_SIZE, NextToken: token },
      signal,
    );
    model = appendEvents(model, await wholeEvents(read, key, page.Events));
    token = page.NextToken;
    if (token !== undefined) onPage({ execution, model, isComplete: false });
  }
  // The end is in the history first, in the execution a moment later. After an end it may have gone on.
  if (known !== undefined && execution.Status !== model.status) execution = await describe();
  return { execution, model, isComplete: true };
}
