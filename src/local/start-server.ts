import { statSync } from 'node:fs';
import { runHome } from '../engine/run-home.ts';
import { CONSOLE_FOLDER, isConsoleBuilt } from './console-files.ts';
import { LocalOperator } from './local-operator.ts';
import { refuseOpenNetwork } from './open-network.ts';
import { CAPACITY } from './overload.ts';
import { apiPart, apiParts } from './parts/api.ts';
import { flowFoldersOf, flowFoldersPart } from './parts/flow-folders.ts';
import { functionsPart } from './parts/functions.ts';
import { homePart } from './parts/home.ts';
import { beginLog, type Log, logPart } from './parts/log.ts';
import { objectsPart } from './parts/objects.ts';
import { Parts } from './parts/parts.ts';
import { mnsPart, pusherPart, queueServerPart, queuesPart } from './parts/queues.ts';
import { retentionPart } from './parts/retention.ts';
import { storesPart } from './parts/stores.ts';
import type { Endpoints, ServerOptions } from './server-options.ts';

/** A server that serves. */
export interface LocalServer extends Readonly<Endpoints> {
  /** URL of the console; absent while it is not built. */
  readonly console?: string;
  /** Stops in an order that loses nothing, within five seconds; executions go on after the next start. */
  close(): Promise<void>;
}

/**
 * Starts the whole service in this process and goes on with what its data folder holds.
 *
 * @throws when a folder is missing or in use, a port is taken, or a network could call without a key; nothing is left running then.
 */
export async function startServer(options: ServerOptions): Promise<LocalServer> {
  refuseOpenNetwork(options);
  for (const folder of [...options.functionFolders, ...options.flowFolders]) requireFolder(folder);
  const log = beginLog(options);
  const parts = new Parts(log.write);
  try {
    const endpoints = await openParts(parts, options, log);
    const hasConsole = isConsoleBuilt(CONSOLE_FOLDER);
    return {
      ...endpoints,
      ...(hasConsole && { console: `${endpoints.api}/console/` }),
      close: () => parts.close(),
    };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

/** Opens one part after the other; each uses those before it. */
async function openParts(parts: Parts, options: ServerOptions, log: Log): Promise<Endpoints> {
  const capacity = { ...CAPACITY, ...options.capacity };
  const endpoints: Endpoints = { api: '', queues: '' };
  await parts.open(logPart(log));
  const stores = await parts.open(storesPart(options, log));
  const functions = await parts.open(functionsPart(options, endpoints, log));
  const queues = await parts.open(queuesPart(options, log));
  endpoints.queues = (await parts.open(queueServerPart(options, queues, log))).url;
  const mns = await parts.open(mnsPart(options, queues, log));
  if (mns !== undefined) endpoints.mns = mns.url;
  const home = await parts.open(homePart({ stores, functions, queues, capacity, log }));
  const flowFiles = flowFoldersOf(options, log);
  const started = Promise.withResolvers<void>();
  let isReady = false;
  const operator = new LocalOperator(stores, options.isPaused ?? false, async () => {
    await runHome(home, api.services);
    started.resolve();
    await parts.open(retentionPart(options, stores, api.services));
    await parts.open(pusherPart(queues, functions, endpoints, log));
    isReady = true;
  });
  const api = apiParts(options, home, { flowFiles, operator }, capacity);
  const http = await parts.open(apiPart(options, api, stores, () => isReady));
  endpoints.api = http.url;
  const objects = await parts.open(objectsPart(options, api.services, started.promise));
  if (objects !== undefined) endpoints.objects = objects.url;
  await parts.open(flowFoldersPart(flowFiles, api.services, log));
  if (operator.isPaused()) log.write('paused: nothing is driven or delivered until `fdl admin unpause`');
  else await operator.begin();
  return endpoints;
}

function requireFolder(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`There is no folder ${folder}`);
}
