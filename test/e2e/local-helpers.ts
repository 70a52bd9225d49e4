import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationName, RequestOf, ResponseOf } from '../../src/api/contract.ts';
import type { ServerOptions } from '../../src/local/server-options.ts';
import { type LocalServer, startServer } from '../../src/local/start-server.ts';

/** A new folder with these files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-e2e-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A server on free ports, with what it wrote. */
export interface TestServer extends LocalServer {
  readonly lines: readonly string[];
  call<N extends OperationName>(operation: N, request: RequestOf<N>): Promise<ResponseOf<N>>;
  /** Creates a flow, starts it, and answers its execution once it has ended. */
  run(definition: string, input?: object): Promise<ResponseOf<'DescribeExecution'>>;
}

/** Starts an ephemeral server with these functions. */
export async function openServer(
  functions: Readonly<Record<string, string>>,
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const lines: string[] = [];
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    queuePort: 0,
    dataFolder: '',
    isEphemeral: true,
    functionFolders: [folderWith(functions)],
    flowFolders: [],
    limits: 'default',
    functionVariables: ['NODE_COMPILE_CACHE'],
    write: (line) => lines.push(line),
    ...options,
  });
  // Tests of TLS trust the server for themselves.
  const call: TestServer['call'] = (operation, request) =>
    options.tls === undefined ? callApi(server.api, operation, request) : server.call(operation, request);
  let flowCount = 0;
  return {
    ...server,
    lines,
    call,
    run: async (definition, input = {}) => {
      flowCount += 1;
      const FlowName = `flow-${flowCount}`;
      await call('CreateFlow', { Name: FlowName, Definition: definition, Description: '', Type: 'FDL' });
      const execution = { FlowName, ExecutionName: 'run' };
      await call('StartExecution', { ...execution, Input: JSON.stringify(input) });
      return call('DescribeExecution', { ...execution, WaitTimeSeconds: 30 });
    },
  };
}

/** Calls one operation, and throws what it answers when it fails. */
export async function callApi<N extends OperationName>(
  api: string,
  operation: N,
  request: RequestOf<N>,
): Promise<ResponseOf<N>> {
  const response = await fetch(`${api}/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
  return response.json() as Promise<ResponseOf<N>>;
}

/** Asks until the answer is there, for several times as long as a busy machine takes. */
export async function eventually<T>(ask: () => Promise<T | undefined>, patienceMs = 90_000): Promise<T> {
  for (const until = Date.now() + patienceMs; ; await sleep(50)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > until) throw new Error('it did not happen in time');
  }
}
