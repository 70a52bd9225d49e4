import { type DataLocation, openDatabase } from '../../src/adapters/embedded/open-database.ts';
import { type EmbeddedQueues, openQueues } from '../../src/adapters/embedded/queues/open-queues.ts';
import { QUEUE_DATABASE } from '../../src/adapters/embedded/queues/schema.ts';
import { randomIds, systemClock } from '../../src/adapters/system.ts';
import type { FunctionRunner } from '../../src/local/functions/function-runner.ts';
import { openMnsServer } from '../../src/local/mns/mns-server.ts';
import { FunctionTarget } from '../../src/local/queues/push/function-target.ts';
import { HttpTarget } from '../../src/local/queues/push/http-target.ts';
import { Pusher } from '../../src/local/queues/push/pusher.ts';
import { openQueueServer } from '../../src/local/queues/queue-server.ts';
import type { Credentials } from '../../src/local/server-options.ts';
import { Signer } from '../../src/local/signing/signer.ts';

/** Queues and topics behind their protocols, and the delivery of messages to subscribers. */
export interface QueueHome extends Pick<EmbeddedQueues, 'queues' | 'topics'> {
  readonly url: string;
  /** The address of the original's protocol. */
  readonly mns: string;
  /** Begins to call subscribers. */
  startPushing(functions: Pick<FunctionRunner, 'invoke'>): Promise<void>;
  close(): Promise<void>;
}

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** Opens queues on a free port, in memory unless a place is named; `warn` takes lines about messages that are given up. */
export async function openQueueHome(
  location: DataLocation = 'memory',
  warn: (line: string) => void = () => {},
  credentials?: Credentials,
): Promise<QueueHome> {
  const parts = { clock: systemClock, ids: randomIds, logger: SILENT };
  const embedded = openQueues(openDatabase(location, QUEUE_DATABASE), parts);
  const { queues, topics } = embedded;
  const signer = new Signer();
  const server = await openQueueServer(
    { host: '127.0.0.1', port: 0, ...(credentials !== undefined && { credentials }) },
    { queues, topics, signer, logger: SILENT },
  );
  const mns = await openMnsServer(
    { host: '127.0.0.1', port: 0, ...(credentials !== undefined && { credentials }) },
    { queues, topics, signer, logger: SILENT },
  );
  let pusher: Pusher | undefined;
  return {
    queues,
    topics,
    url: server.url,
    mns: mns.url,
    startPushing: async (functions) => {
      const endpoints = new HttpTarget(signer, () => ({ queues: server.url, mns: mns.url }));
      pusher = new Pusher({ queues, topics, functions: new FunctionTarget(functions), endpoints, warn });
      topics.watch(pusher);
      await pusher.start();
    },
    close: async () => {
      pusher?.stop();
      embedded.stopWaiting();
      await server.close();
      await mns.close();
      await embedded.close();
    },
  };
}
