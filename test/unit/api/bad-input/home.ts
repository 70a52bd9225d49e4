import { setImmediate } from 'node:timers/promises';
import { type Api, createApi } from '../../../../src/api/handle-request.ts';
import { authenticateByKeys } from '../../../../src/api/protocol/authenticate.ts';
import { DEFAULT_LIMITS } from '../../../../src/limits.ts';
import { type HttpServer, openHttpServer } from '../../../../src/local/http-server.ts';
import { OWING, TWO_PASSES } from '../../../helpers/api-flows.ts';
import { type ApiHome, HOME_START, openApiHome } from '../../../helpers/api-home.ts';
import { MemoryOperator } from '../../../helpers/kept-messages.ts';

/** The response to a client: the status, and the code when it failed. */
export interface Outcome {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** One HTTP request as it goes onto the wire. */
export interface WireRequest {
  readonly method: string;
  /** With the query. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
}

/** A key that the guarded server knows. */
export const KEY = { id: 'testid', secret: 'testsecret' };

/** A real HTTP server with flow `f`, its executions `waits`, `ended` and `stopped`, schedule `s`, and tasks with tokens. */
export interface BadInputHome {
  readonly home: ApiHome;
  readonly url: string;
  /** The token of a task that waits. */
  readonly openToken: string;
  /** The token of a task that has been reported. */
  readonly usedToken: string;
  send(request: WireRequest): Promise<Outcome>;
  /** Puts everything back to where it was. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/** Smaller than by default: what is too large is sent with every operation. */
const LIMITS = { ...DEFAULT_LIMITS, stepDataBytes: 262_144, requestBytes: 1_048_576 };

/** Opens the server; a guarded one demands `KEY`. */
export async function openBadInputHome(isGuarded = false): Promise<BadInputHome> {
  let filled = await fillHome(isGuarded);
  const api: Api = (request) => inTime(filled.api(request), filled.home);
  const { requestBytes } = LIMITS;
  const server: HttpServer = await openHttpServer(
    { host: '127.0.0.1', port: 0, requestBytes, consoleFolder: 'no-console' },
    api,
  );
  return {
    get home() {
      return filled.home;
    },
    url: server.url,
    get openToken() {
      return filled.openToken;
    },
    get usedToken() {
      return filled.usedToken;
    },
    send: ({ target, ...request }) => send(`${server.url}${target}`, request),
    renew: async () => {
      filled = await fillHome(isGuarded);
    },
    close: () => server.close(),
  };
}

/** The answer of a request that may be held open: virtual time goes on until it comes. */
async function inTime<T>(answer: Promise<T>, { clock }: ApiHome): Promise<T> {
  let isPending = true;
  const settled = answer.finally(() => {
    isPending = false;
  });
  for (let turn = 0; isPending && turn < 50; turn += 1) await setImmediate();
  while (isPending) await clock.advanceBy(60_000);
  return settled;
}

async function send(url: string, request: Omit<WireRequest, 'target'>): Promise<Outcome> {
  const response = await fetch(url, request);
  const { Code = '', Message = '' } = (await response.json()) as { Code?: string; Message?: string };
  return { status: response.status, code: Code, message: Message };
}

const MAPPED = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { collection: $.items, item: item }
    distributed: {}
    steps: [{ type: wait, name: long, duration: 86400 }]
`;

async function fillHome(isGuarded: boolean) {
  const operator = new MemoryOperator([
    { id: 'm', sentAt: HOME_START, kind: 'start', flowName: 'f', executionName: 'e' },
  ]);
  operator.folder = 'backup';
  const home = openApiHome({ operator, limits: LIMITS });
  const { call, settle, services } = home;
  const flow = { Description: '', Type: 'FDL' } as const;
  await call('CreateFlow', { Name: 'f', Definition: OWING, ...flow });
  await call('CreateSchedule', { FlowName: 'f', ScheduleName: 's', CronExpression: '@every 60m' });
  await call('StartExecution', { FlowName: 'f', ExecutionName: 'waits' });
  await call('StartExecution', { FlowName: 'f', ExecutionName: 'ended' });
  await call('StartExecution', { FlowName: 'f', ExecutionName: 'stopped' });
  await call('CreateFlow', { Name: 'maps', Definition: MAPPED, ...flow });
  await call('StartExecution', { FlowName: 'maps', ExecutionName: 'waits', Input: '{"items":[1]}' });
  await settle();
  const { Tasks } = await call('ListOpenTasks', { FlowName: 'f' });
  const tokenOf = (name: string) =>
    Tasks.find(({ ExecutionName }) => ExecutionName === name)?.TaskToken ?? '';
  const [openToken, usedToken] = [tokenOf('waits'), tokenOf('ended')];
  await call('ReportTaskSucceeded', { TaskToken: usedToken, Output: '{}' });
  await call('StopExecution', { FlowName: 'f', ExecutionName: 'stopped' });
  await settle();
  await call('UpdateFlow', { Name: 'f', Definition: TWO_PASSES });
  for (const Description of ['kept', 'deleted'])
    await call('PublishFlowVersion', { FlowName: 'f', Description });
  const RoutingConfigurations = '[{"Version":"1","Weight":100}]';
  await call('CreateFlowAlias', { FlowName: 'f', Name: 'live', RoutingConfigurations });
  const authenticate = authenticateByKeys([KEY], home.clock);
  return { home, openToken, usedToken, api: isGuarded ? createApi({ ...services, authenticate }) : home.api };
}
