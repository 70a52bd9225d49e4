import { openDatabase } from '../../adapters/embedded/open-database.ts';
import { type EmbeddedQueues, openQueues } from '../../adapters/embedded/queues/open-queues.ts';
import { QUEUE_DATABASE } from '../../adapters/embedded/queues/schema.ts';
import { randomIds, systemClock } from '../../adapters/system.ts';
import type { FunctionRunner } from '../functions/function-runner.ts';
import type { ProtocolServer } from '../protocol-server.ts';
import { FunctionTarget } from '../queues/push/function-target.ts';
import { HttpTarget } from '../queues/push/http-target.ts';
import { Pusher } from '../queues/push/pusher.ts';
import { openQueueServer } from '../queues/queue-server.ts';
import type { Endpoints, ServerOptions } from '../server-options.ts';
import { Signer } from '../signing/signer.ts';
import { trustingAgent } from '../tls/trusting-agent.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';

/** Queues and topics, and the signer of messages that are pushed to subscribers. */
export interface Queues extends EmbeddedQueues {
  readonly signer: Signer;
}

/** The queues and topics of the data folder. */
export function queuesPart({ isEphemeral, dataFolder }: ServerOptions, { logger }: Log): Part<Queues> {
  return {
    name: 'queues and topics',
    open: () => {
      const opened = openDatabase(isEphemeral ? 'memory' : { folder: dataFolder }, QUEUE_DATABASE);
      return { ...openQueues(opened, { clock: systemClock, ids: randomIds, logger }), signer: new Signer() };
    },
    close: (queues) => queues.close(),
  };
}

/** The protocols of SQS and SNS on a port of their own. */
export function queueServerPart(
  { queuePort: port, ...options }: ServerOptions,
  queues: Queues,
  { logger }: Log,
): Part<ProtocolServer> {
  return {
    name: 'the port of queues and topics',
    open: () => openQueueServer({ ...options, port }, { ...queues, logger }),
    close: async (server) => {
      // Requests that wait for messages would hold the port.
      queues.stopWaiting();
      await server.close();
    },
  };
}

/** The original's protocol for the same queues and topics, where the options ask for it. */
export function mnsPart(
  { mnsPort: port, ...options }: ServerOptions,
  queues: Queues,
  { logger }: Log,
): Part<ProtocolServer | undefined> {
  return {
    name: "the port of the original's queue protocol",
    open: async () => {
      if (port === undefined) return undefined;
      const { openMnsServer } = await import('../mns/mns-server.ts');
      return await openMnsServer({ ...options, port }, { ...queues, logger });
    },
    close: async (server) => {
      queues.stopWaiting();
      await server?.close();
    },
  };
}

/** The delivery of messages of topics to functions and endpoints; it begins last, for functions call the server. */
export function pusherPart(
  { tls }: ServerOptions,
  { queues, topics, signer }: Queues,
  functions: FunctionRunner,
  endpoints: Endpoints,
  { onLine }: Log,
): Part<Pusher> {
  return {
    name: 'the delivery of messages of topics',
    open: async () => {
      const pusher = new Pusher({
        queues,
        topics,
        functions: new FunctionTarget(functions),
        endpoints: new HttpTarget(signer, () => endpoints, tls?.trust && trustingAgent(tls.trust)),
        warn: (line) => onLine('stderr', line),
      });
      topics.watch(pusher);
      await pusher.start();
      return pusher;
    },
    close: (pusher) => pusher.stop(),
  };
}
