import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openEmbeddedStores } from '../adapters/embedded/open-stores.ts';
import { systemClock } from '../adapters/embedded/system.ts';
import { createApi } from '../api/handle-request.ts';
import { authenticateByKeys } from '../api/protocol/authenticate.ts';
import type { ApiServices } from '../api/services.ts';
import type { EngineServices } from '../engine/services.ts';
import { LIMIT_PROFILES, type LimitProfile } from '../limits.ts';
import { CONSOLE_FOLDER, isConsoleBuilt } from './console-files.ts';
import { EngineHome } from './engine-home.ts';
import { FlowFolders } from './flow-folders.ts';
import { FunctionRunner } from './functions/function-runner.ts';
import type { OnLine } from './functions/function-slot.ts';
import type { FunctionLimits } from './functions/runner-protocol.ts';
import { openHttpServer } from './http-server.ts';
import type { UploadRule } from './objects/object-created.ts';
import { ObjectServer } from './objects/object-server.ts';
import { startOnUpload } from './objects/start-on-upload.ts';
import { CAPACITY, type Capacity, Overload } from './overload.ts';
import { FunctionSubscriptions } from './queues/function-subscriptions.ts';
import { QueueServer } from './queues/queue-server.ts';
import { startRetention } from './retention.ts';
import { createTaskTargets } from './task-targets.ts';
import { textLogger } from './text-logger.ts';

/** What a server serves, where, and where it keeps it. */
export interface ServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** 0 for any free port. */
  readonly queuePort: number;
  /** 0 for any free port. Absent when no objects are to be served. */
  readonly objectPort?: number;
  /** Objects that start flows when they are uploaded; their buckets are created. @default none */
  readonly uploads?: readonly UploadRule[];
  /** Not used when the server is ephemeral. */
  readonly dataFolder: string;
  readonly isEphemeral: boolean;
  /** Searched in order; the first that has a function wins. */
  readonly functionFolders: readonly string[];
  readonly flowFolders: readonly string[];
  readonly limits: LimitProfile;
  /** Absent when anybody may call. */
  readonly credentials?: { readonly accessKeyId: string; readonly accessKeySecret: string };
  readonly functionLimits?: FunctionLimits;
  /** Days for which executions are kept after their end. @default 90 */
  readonly retentionDays?: number;
  /** What differs from {@link CAPACITY}. */
  readonly capacity?: Partial<Capacity>;
  /** Takes what functions print, diagnostics and log lines. @default standard error */
  readonly write?: (line: string) => void;
}

/** A server that serves. */
export interface LocalServer {
  /** URL of the API. */
  readonly api: string;
  /** URL of the console; absent while it is not built. */
  readonly console?: string;
  /** URL of queues and topics. */
  readonly queues: string;
  /** URL of the objects; absent when none are served. */
  readonly objects?: string;
  /** Stops in an order that loses nothing; executions go on after the next start. */
  close(): Promise<void>;
}

/** As on AWS. */
const DEFAULT_RETENTION_DAYS = 90;

/** Longest wait of a request for the end of an execution: that of the time limit of a function on AWS. */
const MAX_WAIT_SECONDS = 900;

/**
 * Starts the whole service in this process and goes on with what its data folder holds.
 *
 * @throws when a folder is missing or in use, or a port is taken; nothing is left running then.
 */
export async function startServer(options: ServerOptions): Promise<LocalServer> {
  for (const folder of [...options.functionFolders, ...options.flowFolders]) requireFolder(folder);
  await using opening = new AsyncDisposableStack();
  const write = closable(options.write ?? writeToStandardError, opening);
  const onLine = functionLines(write);
  const endpoints: Endpoints = { api: '', queues: '' };
  const capacity = { ...CAPACITY, ...options.capacity };

  // What is opened first is closed last.
  const stores = openEmbeddedStores(
    options.isEphemeral ? 'memory' : { folder: options.dataFolder },
    systemClock,
  );
  opening.defer(() => stores.close());

  const directories = options.functionFolders.map((folder) => resolve(folder));
  const functions = new FunctionRunner(() => ({ ...options.functionLimits, directories, endpoints }), onLine);
  opening.defer(() => functions.close());
  // Early: the process gets ready while this one opens everything else.
  if (directories.length > 0) functions.warm();

  const subscriptions = new FunctionSubscriptions(functions, onLine);
  const queues = await QueueServer.open(queueOptions(options), subscriptions.onSnsRequest);
  endpoints.queues = queues.url;
  opening.defer(() => queues.close());
  opening.defer(() => subscriptions.stop());

  const engine = new EngineHome({
    stores,
    targets: createTaskTargets(functions, queues),
    logger: textLogger(write),
    limits: LIMIT_PROFILES[options.limits],
    concurrency: capacity.handled,
  });
  opening.defer(() => engine.close());

  const admission = new Overload(capacity, {
    ...engine.services,
    waitingMessages: (flowId) => engine.waitingMessages(flowId),
  });
  const services = {
    ...engine.services,
    schedules: engine.schedules,
    admission,
    maxWaitSeconds: MAX_WAIT_SECONDS,
  };
  const { requestBytes } = services.limits;
  const http = await openHttpServer(
    { ...options, requestBytes, consoleFolder: CONSOLE_FOLDER },
    createApi(withKeys(services, options)),
    admission,
  );
  endpoints.api = http.url;
  opening.defer(() => http.close());
  opening.defer(() => stores.stopWaiting());

  const engineStarted = Promise.withResolvers<void>();
  const objects = await openObjects(options, services, engineStarted.promise);
  if (objects !== undefined) endpoints.objects = objects.url;
  opening.defer(() => objects?.close());

  const { flowFolders: folders } = options;
  const flowFolders = new FlowFolders({ folders, api: createApi(services), limits: services.limits, write });
  opening.defer(() => flowFolders.stop());
  await flowFolders.start();
  await engine.start();
  engineStarted.resolve();
  const { clock, logger } = services;
  opening.defer(
    startRetention({
      ended: stores.ended,
      days: options.retentionDays ?? DEFAULT_RETENTION_DAYS,
      clock,
      logger,
    }),
  );
  await subscriptions.start(queues);

  const opened = opening.move();
  return {
    ...endpoints,
    ...(isConsoleBuilt(CONSOLE_FOLDER) && { console: `${http.url}/console/` }),
    close: () => opened.disposeAsync(),
  };
}

interface Endpoints {
  api: string;
  queues: string;
  objects?: string;
}

function requireFolder(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`There is no folder ${folder}`);
}

function queueOptions({ host, queuePort, isEphemeral, dataFolder }: ServerOptions) {
  return { host, port: queuePort, ...(!isEphemeral && { dataFolder: join(dataFolder, 'queues') }) };
}

/** Objects that are uploaded before the engine has taken over what it finds wait with their starts. */
async function openObjects(
  { host, objectPort, uploads = [], isEphemeral, dataFolder }: ServerOptions,
  services: EngineServices,
  engineStarted: Promise<void>,
): Promise<ObjectServer | undefined> {
  if (objectPort === undefined) return undefined;
  return await ObjectServer.open({
    host,
    port: objectPort,
    ...(!isEphemeral && { dataFolder: join(dataFolder, 'objects') }),
    buckets: uploads.map(({ bucket }) => bucket),
    onCreated: async (created) => {
      await engineStarted;
      await startOnUpload(created, uploads, services);
    },
  });
}

function withKeys(services: ApiServices, { credentials }: ServerOptions): ApiServices {
  if (credentials === undefined) return services;
  const { accessKeyId: id, accessKeySecret: secret } = credentials;
  return { ...services, authenticate: authenticateByKeys([{ id, secret }], services.clock) };
}

function writeToStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Says nothing once everything is closed: what was cut off then has not failed. */
function closable(write: (line: string) => void, stack: AsyncDisposableStack): (line: string) => void {
  let isOpen = true;
  stack.defer(() => {
    isOpen = false;
  });
  return (line) => {
    if (isOpen) write(line);
  };
}

function functionLines(write: (line: string) => void): OnLine {
  return (_stream, line, context) => write(`[${context?.executionName ?? 'functions'}] ${line}`);
}
