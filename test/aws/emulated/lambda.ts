import { randomUUID } from 'node:crypto';
import { awsError, serve, type TestRequest, type TestResponse, type TestServer } from './http.ts';

/** An invocation as the emulator got it. */
export interface Invocation {
  /** The id that Lambda gives it. */
  readonly requestId: string;
  /** Name or ARN, as the caller gave it. */
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly isAsync: boolean;
  readonly payload: string;
  readonly clientContext: string | undefined;
}

/** How it ends: with what the function returned, with its error report, or with an exception of Lambda. */
export type InvocationAnswer =
  | { readonly kind: 'returned' | 'functionError'; readonly payload: string }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly exception: string;
      readonly message?: string;
    }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'cut' };

/** Serves Invoke of Lambda, and nothing else of it. */
export function startLambda(invoke: (call: Invocation) => Promise<InvocationAnswer>): Promise<TestServer> {
  return serve(async (request) => {
    const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.path) ?? [];
    if (name === undefined) return awsError(404, 'ResourceNotFoundException', request.path);
    const call = invocationOf(decodeURIComponent(name), request);
    const response = responseOf(await invoke(call));
    const id = { 'x-amzn-requestid': call.requestId };
    return response && { ...response, headers: { ...response.headers, ...id } };
  });
}

function invocationOf(functionName: string, { headers, query, body }: TestRequest): Invocation {
  const context = headers['x-amz-client-context'];
  return {
    requestId: randomUUID(),
    functionName,
    qualifier: query.get('Qualifier') ?? undefined,
    isAsync: headers['x-amz-invocation-type'] === 'Event',
    payload: body.toString(),
    clientContext: typeof context === 'string' ? Buffer.from(context, 'base64').toString() : undefined,
  };
}

function responseOf(answer: InvocationAnswer): TestResponse | undefined {
  switch (answer.kind) {
    case 'returned':
      return { status: 200, body: answer.payload };
    case 'functionError':
      return { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: answer.payload };
    case 'refused':
      return awsError(answer.status, answer.exception, answer.message ?? answer.exception);
    case 'accepted':
      return { status: 202, body: '' };
    default:
      return undefined;
  }
}

type Handler = (event: unknown) => Promise<unknown>;

class Exit extends Error {}

/** Functions given as text of CommonJS modules, with errors reported as the runtime of Node does it. */
export function nodeFunctions(sources: ReadonlyMap<string, string>) {
  return async ({ functionName, isAsync, payload }: Invocation): Promise<InvocationAnswer> => {
    const source = sources.get(functionName);
    if (source === undefined) {
      return { kind: 'refused', status: 404, exception: 'ResourceNotFoundException', message: functionName };
    }
    if (isAsync) return { kind: 'returned', payload: '' };
    try {
      return { kind: 'returned', payload: stringify(await load(source)(JSON.parse(payload))) };
    } catch (error) {
      return { kind: 'functionError', payload: JSON.stringify(reportOf(error)) };
    }
  };
}

function load(source: string): Handler {
  const exports: { handler?: Handler } = {};
  const exit = () => {
    throw new Exit();
  };
  new Function('exports', 'process', source)(exports, { exit });
  if (exports.handler === undefined) throw new Error('handler is undefined');
  return exports.handler;
}

function stringify(result: unknown): string {
  try {
    return JSON.stringify(result ?? null);
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

function reportOf(error: unknown) {
  if (error instanceof Exit) {
    const errorMessage = 'RequestId: 1 Error: Runtime exited with error: exit status 1';
    return { errorType: 'Runtime.ExitError', errorMessage };
  }
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}
