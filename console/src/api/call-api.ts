import type { OperationName, RequestOf, ResponseOf } from '../../../src/api/contract.ts';
import { isJsonObject } from '../../../src/common/json.ts';
import { jsonIn } from '../../../src/common/json-text.ts';
import { ApiError } from './api-error.ts';
import type { Session } from './session.ts';

/** Calls an operation of the API. Rejects with {@link ApiError} only, or as `signal` says. */
export type CallApi = <N extends OperationName>(
  operation: N,
  request: RequestOf<N>,
  signal?: AbortSignal,
) => Promise<ResponseOf<N>>;

/** Calls the API at `endpoint` in the name of `session`. */
export function createCallApi(endpoint: string, session: Session): CallApi {
  return async <N extends OperationName>(operation: N, parameters: RequestOf<N>, signal?: AbortSignal) => {
    const request = await session.requestOf(endpoint, operation, parameters);
    const { status, text } = await send(request, signal);
    return readAnswer<ResponseOf<N>>(status, text);
  };
}

async function send(request: Request, signal: AbortSignal | undefined) {
  try {
    const response = await fetch(request, {
      redirect: 'error',
      cache: 'no-store',
      ...(signal !== undefined && { signal }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('ConnectionFailed', `The API at ${new URL(request.url).origin} does not answer`);
  }
}

function readAnswer<T>(status: number, text: string): T {
  const answer = parseObject(text);
  const { Code, Message, RequestId = '' } = answer ?? {};
  if (answer !== undefined && status < 400) return answer as T;
  if (typeof Code === 'string') {
    throw new ApiError(Code, String(Message ?? ''), { status, requestId: String(RequestId) });
  }
  throw new ApiError(codeOfGateway(status), `The API answered with HTTP ${status}`, { status });
}

/** Where a gateway stands before the API, it refuses some calls itself, without a code. */
function codeOfGateway(status: number): string {
  if (status === 401) return 'Unauthorized';
  if (status === 403) return 'AccessDenied';
  return status === 429 ? 'ResourceThrottled' : 'ConnectionFailed';
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = jsonIn(text);
  return isJsonObject(value) ? value : undefined;
}
