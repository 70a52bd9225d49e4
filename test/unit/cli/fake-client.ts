import type { EventView, OperationName, RequestOf, ResponseOf } from '../../../src/api/contract.ts';
import type { Client } from '../../../src/cli/service/client.ts';

/** Answers of one operation. */
type Answer<N extends OperationName> = (request: RequestOf<N>) => Promise<ResponseOf<N>> | ResponseOf<N>;

/** The operations that a test serves. */
export type Answers = { readonly [N in OperationName]?: Answer<N> };

/** A client of an API that serves only what is given, in this process. */
export function fakeClient(answers: Answers): Client {
  return {
    endpoint: 'http://fake',
    async call<N extends OperationName>(operation: N, request: RequestOf<N>, signal?: AbortSignal) {
      signal?.throwIfAborted();
      const answer = answers[operation] as Answer<N> | undefined;
      if (answer === undefined) throw new Error(`${operation} is not served`);
      return await answer(request);
    },
  };
}

/** Answers a history of which `count()` events exist, in pages of `size`. */
export function pagedHistory(
  events: readonly EventView[],
  count: () => number,
  size: number,
): Answer<'GetExecutionHistory'> {
  return ({ NextToken = '1' }) => {
    const from = Number(NextToken) - 1;
    const page = events.slice(from, Math.min(from + size, count()));
    const next = from + page.length;
    return {
      RequestId: 'r',
      Events: page,
      ...(next < count() && { NextToken: String(next + 1) }),
    };
  };
}

/** A running execution of the flow `f`. */
export const RUNNING: ResponseOf<'DescribeExecution'> = {
  RequestId: 'r',
  FlowName: 'f',
  FlowDefinition: '',
  Name: 'run',
  Input: '{}',
  Output: '',
  Status: 'Running',
  StartedTime: '2026-01-05T12:00:00.000Z',
  StoppedTime: '',
  RedriveCount: 0,
  RedriveTime: '',
};
