import { type CliProcess, exitCode, firstLine, spawnCli } from '../e2e/cli-process.ts';

/** A server as `npm start` runs it, on free ports and without a data folder. */
export interface ConsoleServer {
  /** Address of the console, with a slash at its end. */
  readonly console: string;
  readonly api: string;
  readonly queues: string;
  readonly objects: string;
  /** Calls an operation and answers what came back. */
  call(operation: string, request: object): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** Starts a server with the examples; `env` may demand keys. */
export async function startConsoleServer(env: Readonly<Record<string, string>> = {}): Promise<ConsoleServer> {
  const server = spawnCli(
    ['dev', '--examples', '--ephemeral', '--port', '0', '--queue-port', '0', '--object-port', '0', '--json'],
    env,
  );
  const ready = JSON.parse(await firstLine(server)) as Omit<ConsoleServer, 'call' | 'close'>;
  server.stdout.resume();
  return {
    ...ready,
    async call(operation, request) {
      const response = await fetch(`${ready.api}/${operation}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      return (await response.json()) as Readonly<Record<string, unknown>>;
    },
    close: () => close(server),
  };
}

async function close(server: CliProcess): Promise<void> {
  server.kill('SIGTERM');
  await exitCode(server);
}
