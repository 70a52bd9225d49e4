import { statSync } from 'node:fs';
import type { CallOperation } from '../api/call-operation.ts';
import { CONSOLE_FOLDER, isConsoleBuilt } from './console-files.ts';
import { refuseOpenNetwork } from './open-network.ts';
import { beginFunctions } from './parts/functions.ts';
import { beginLog } from './parts/log.ts';
import { Parts } from './parts/parts.ts';
import type { Endpoints, ServerOptions } from './server-options.ts';

/** A server that serves. */
export interface LocalServer extends Readonly<Endpoints> {
  /** URL of the console; absent while it is not built. */
  readonly console?: string;
  /** Calls the API in this process: past its port, without credentials. */
  readonly call: CallOperation;
  /** Stops in an order that loses nothing, within five seconds; executions go on after the next start. */
  close(): Promise<void>;
}

/**
 * Starts the whole service in this process and goes on with the executions of its data folder.
 *
 * @throws when a folder is missing or in use, a port is taken, or a network could call without a key; nothing is left running then.
 */
export async function startServer(options: ServerOptions): Promise<LocalServer> {
  refuseOpenNetwork(options);
  for (const folder of [...options.functionFolders, ...options.flowFolders]) requireFolder(folder);
  const log = beginLog(options);
  const parts = new Parts(log.write);
  const endpoints: Endpoints = { api: '', queues: '' };
  const functions = beginFunctions(options, endpoints, log);
  try {
    // The process of the functions gets ready while this one loads everything else.
    const { openParts } = await import('./open-parts.ts');
    const call = await openParts(parts, options, { endpoints, functions, log });
    const hasConsole = isConsoleBuilt(CONSOLE_FOLDER);
    return {
      ...endpoints,
      call,
      ...(hasConsole && { console: `${endpoints.api}/console/` }),
      close: () => parts.close(),
    };
  } catch (error) {
    await parts.close();
    await functions.close();
    throw error;
  }
}

function requireFolder(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`There is no folder ${folder}`);
}
