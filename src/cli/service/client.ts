import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorResponse, OperationName, RequestOf, ResponseOf } from '../../api/contract.ts';
import { isJsonObject } from '../../common/json.ts';
import { jsonIn } from '../../common/json-text.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { Connection } from './connection.ts';
import { rpcForm } from './rpc-form.ts';

/** Calls operations of the API. Failures are {@link CliError}s. */
export interface Client {
  readonly endpoint: string;
  call<N extends OperationName>(
    operation: N,
    request: RequestOf<N>,
    signal?: AbortSignal,
  ): Promise<ResponseOf<N>>;
}

/** Operations that take as long as there are data. */
const WORK_SECONDS: Readonly<Partial<Record<OperationName, number>>> = { BackUpData: 3_600 };
/** Longest that a response may take beyond the time for which the request asks to wait. */
const ANSWER_MILLISECONDS = 30_000;

/** Pauses before a read is tried again that may only have met a bad moment. */
const READ_PAUSES = [200, 800];

/** Pauses before a call is tried again that was refused because there was too much to do. */
const BUSY_PAUSES = [500, 1_000, 2_000, 4_000];

const isRead = (operation: OperationName): boolean => /^(Describe|List|Get)/.test(operation);

/** A client of the JSON binding, `POST {endpoint}/{Operation}`; with a key, of the RPC binding, `POST {endpoint}/`. */
export function createClient(connection: Connection): Client {
  const { endpoint } = connection;
  return {
    endpoint,
    async call<N extends OperationName>(operation: N, request: RequestOf<N>, signal?: AbortSignal) {
      for (let failures = 0; ; failures += 1) {
        try {
          return await send<ResponseOf<N>>(connection, operation, request, signal);
        } catch (error) {
          const pause = pauseAfter(error, failures, operation, request);
          if (pause === undefined) throw error;
          await sleep(pause, undefined, signal === undefined ? {} : { signal });
        }
      }
    },
  };
}

/** How long to wait before another try; undefined when there is none. */
function pauseAfter(
  error: unknown,
  failures: number,
  operation: OperationName,
  request: object,
): number | undefined {
  if (!(error instanceof CliError)) return undefined;
  if (error.code === 'ResourceThrottled' && mayRepeat(operation, request)) return BUSY_PAUSES[failures];
  const mayPass = error.code === 'ConnectionFailed' || error.code === 'InternalServerError';
  return mayPass && isRead(operation) ? READ_PAUSES[failures] : undefined;
}

/**
 * True when a refused request may be repeated. A refused request has changed nothing, with one exception: on AWS an
 * earlier try inside the service may have succeeded unnoticed. A repeat then finds it done, but for a start without a name.
 */
function mayRepeat(operation: OperationName, request: object): boolean {
  return !operation.startsWith('Start') || 'ExecutionName' in request;
}

async function send<T>(
  connection: Connection,
  operation: OperationName,
  request: object,
  signal: AbortSignal | undefined,
): Promise<T> {
  const waitSeconds =
    'WaitTimeSeconds' in request ? Number(request.WaitTimeSeconds) : (WORK_SECONDS[operation] ?? 0);
  const timeout = AbortSignal.timeout(waitSeconds * 1000 + ANSWER_MILLISECONDS);
  try {
    const response = await fetch(`${connection.endpoint}/${connection.credentials ? '' : operation}`, {
      method: 'POST',
      ...content(connection, operation, request),
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    return readAnswer<T>(connection, operation, response.status, await response.text());
  } catch (error) {
    if (error instanceof CliError || signal?.aborted) throw error;
    if (timeout.aborted) throw noAnswer(connection, operation, waitSeconds * 1000 + ANSWER_MILLISECONDS);
    throw unreachableApi(connection, error);
  }
}

/** Plain JSON without a key, a signed form of the RPC protocol with one. */
function content({ credentials }: Connection, operation: OperationName, request: object): RequestInit {
  if (credentials !== undefined) return { body: rpcForm(operation, request, credentials) };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) };
}

function readAnswer<T>(connection: Connection, operation: OperationName, status: number, text: string): T {
  const answer = parseObject(text);
  if (answer === undefined) throw notTheApi(connection, operation, status);
  if (status >= 400 && !('Code' in answer)) throw refusedInFront(connection, operation, status, answer);
  if (!('Code' in answer)) return answer as T;
  const { Code, Message, RequestId } = answer as Partial<ErrorResponse>;
  throw new CliError(`${Code}: ${Message}`, {
    code: String(Code),
    exitCode: EXIT.api,
    ...(RequestId !== undefined && { requestId: RequestId }),
  });
}

/** The gateway in front of the API on AWS answers some requests itself, with nothing but a message. */
function refusedInFront(
  { endpoint }: Connection,
  operation: string,
  status: number,
  answer: { readonly message?: unknown },
): CliError {
  const codes: Readonly<Record<number, string>> = { 403: 'AccessDenied', 429: 'ResourceThrottled' };
  const code = codes[status] ?? 'InternalServerError';
  const reason = answer.message ?? 'no reason given';
  return new CliError(`${code}: ${endpoint} refused ${operation} with HTTP ${status}: ${reason}`, {
    code,
    exitCode: EXIT.api,
  });
}

function parseObject(text: string): object | undefined {
  const value = jsonIn(text);
  return isJsonObject(value) ? value : undefined;
}

function noAnswer({ endpoint }: Connection, operation: string, milliseconds: number): CliError {
  return new CliError(`${endpoint} did not answer ${operation} within ${milliseconds / 1000} s`, {
    code: 'Timeout',
    exitCode: EXIT.connection,
  });
}

function notTheApi({ endpoint }: Connection, operation: string, status: number): CliError {
  return new CliError(`${endpoint} answered ${operation} with HTTP ${status} and no JSON object`, {
    code: 'ConnectionFailed',
    exitCode: EXIT.connection,
    hint: 'is this the address of the API? it is set by --endpoint or FDL_ENDPOINT',
  });
}

function unreachableApi({ endpoint }: Connection, error: unknown): CliError {
  return new CliError(`cannot reach the API at ${endpoint} (${reason(error)})`, {
    code: 'ConnectionFailed',
    exitCode: EXIT.connection,
    hint: 'is `fdl dev` running? another address is set by --endpoint or FDL_ENDPOINT',
  });
}

/** The reason below an error of fetch, whose own message says nothing. */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return code ?? cause.message;
}
