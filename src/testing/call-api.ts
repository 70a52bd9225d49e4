import type { OperationName, RequestOf, ResponseOf } from '../api/contract.ts';
import type { Api } from '../api/handle-request.ts';
import { parseStored, stringifyJson } from '../common/json-text.ts';

/** Calls an operation of the API. @throws when it is refused. */
export type CallApi = <N extends OperationName>(
  operation: N,
  request: RequestOf<N>,
) => Promise<ResponseOf<N>>;

/** The operations of an API as functions of this process. */
export function callerOf(api: Api): CallApi {
  return async <N extends OperationName>(operation: N, request: RequestOf<N>) => {
    const { status, body } = await api({
      method: 'POST',
      path: `/${operation}`,
      query: '',
      headers: { 'content-type': 'application/json' },
      body: stringifyJson(request),
    });
    if (status !== 200) throw new RefusedCall(operation, body);
    return parseStored<ResponseOf<N>>(body);
  };
}

/** The refusal of a call by the API. */
export class RefusedCall extends Error {
  constructor(operation: OperationName, body: string) {
    super(`${operation}: ${body}`);
  }
}
