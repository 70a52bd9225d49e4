import { type CallOperation, callerOf } from '../api/call-operation.ts';
import { runHome } from '../engine/run-home.ts';
import { takeSnapshot } from './backup/snapshot.ts';
import type { FunctionRunner } from './functions/function-runner.ts';
import { LocalOperator } from './local-operator.ts';
import { CAPACITY } from './overload.ts';
import { apiPart, apiParts } from './parts/api.ts';
import { beginEvents, eventsPart } from './parts/events.ts';
import { flowFoldersOf, flowFoldersPart } from './parts/flow-folders.ts';
import { functionLogsPart } from './parts/function-logs.ts';
import { functionsPart } from './parts/functions.ts';
import { homePart } from './parts/home.ts';
import { type Log, logPart } from './parts/log.ts';
import { beginMetering, readingMetrics } from './parts/metrics.ts';
import { flowObjects, objectServerPart, objectsPart, startsOnObjects } from './parts/objects.ts';
import type { Parts } from './parts/parts.ts';
import { mnsPart, pusherPart, queueServerPart, queuesPart } from './parts/queues.ts';
import { retentionPart } from './parts/retention.ts';
import { storesPart } from './parts/stores.ts';
import { beginTracing } from './parts/tracing.ts';
import type { Endpoints, ServerOptions } from './server-options.ts';

/** Work that a server begins before its parts are open. */
export interface Begun {
  /** Filled in as the ports open. */
  readonly endpoints: Endpoints;
  readonly functions: FunctionRunner;
  readonly log: Log;
}

/** Opens one part after the other; each uses those before it. @returns how to call the API past its port @throws when a part cannot serve */
export async function openParts(
  parts: Parts,
  options: ServerOptions,
  { endpoints, functions, log }: Begun,
): Promise<CallOperation> {
  const capacity = { ...CAPACITY, ...options.capacity };
  await parts.open(logPart(log));
  const metering = await beginMetering(options);
  const observed = metering?.observed;
  const tracing = await beginTracing();
  const stores = await parts.open(storesPart(options, log, observed, tracing));
  const logs = await parts.open(functionLogsPart(stores, log));
  await parts.open(functionsPart(functions));
  const queues = await parts.open(queuesPart(options, log));
  endpoints.queues = (await parts.open(queueServerPart(options, queues, log))).url;
  const mns = await parts.open(mnsPart(options, queues, log));
  if (mns !== undefined) endpoints.mns = mns.url;
  const objects = await parts.open(objectsPart(options));
  const started = Promise.withResolvers<void>();
  const uploads = startsOnObjects(options, () => api.services, started.promise);
  const events = await beginEvents(options, stores, queues, log);
  const home = await parts.open(
    homePart({
      events,
      stores,
      functions,
      queues,
      objects: flowObjects(objects, uploads),
      capacity,
      log,
      observed,
      tracing,
    }),
  );
  const flowFiles = flowFoldersOf(options, log);
  let isReady = false;
  const operator = new LocalOperator(stores, {
    isPaused: options.isPaused ?? false,
    backUp: async () =>
      options.isEphemeral ? undefined : takeSnapshot(options.dataFolder, { stores, queues, objects }),
    begin: async () => {
      await runHome(home, api.services);
      started.resolve();
      await parts.open(retentionPart(options, stores, api.services));
      await parts.open(pusherPart(options, queues, functions, endpoints, log));
      await parts.open(eventsPart(events));
      isReady = true;
    },
  });
  const api = apiParts(options, home, { flowFiles, operator, logs }, capacity, tracing !== undefined);
  const call = callerOf(api.services, 'own');
  if (tracing !== undefined) await parts.open(tracing.part({ ...home.ports, call, log }));
  const metrics = metering && readingMetrics(metering, { home, admission: api.admission, functions, queues });
  const http = await parts.open(
    apiPart({ ...options, ...(metrics !== undefined && { metrics }) }, api, stores, functions, () => isReady),
  );
  endpoints.api = http.url;
  const objectServer = await parts.open(objectServerPart(options, objects, uploads, log));
  if (objectServer !== undefined) endpoints.objects = objectServer.url;
  await parts.open(flowFoldersPart(flowFiles, api.services, log));
  if (operator.isPaused()) log.write('paused: nothing is driven or delivered until `fdl admin unpause`');
  else await operator.begin();
  return call;
}
