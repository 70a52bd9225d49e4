import { join } from 'node:path';
import type { FunctionRunner } from '../functions/function-runner.ts';
import { FunctionSubscriptions } from '../queues/function-subscriptions.ts';
import { QueueServer } from '../queues/queue-server.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';

/** Queues and topics, and what delivers messages of topics to functions. */
export interface Queues {
  readonly server: QueueServer;
  readonly subscriptions: FunctionSubscriptions;
}

/** Queues and topics on a port of their own. */
export function queuesPart(options: ServerOptions, functions: FunctionRunner, { onLine }: Log): Part<Queues> {
  return {
    name: 'queues and topics',
    open: async () => {
      const subscriptions = new FunctionSubscriptions(functions, onLine);
      const server = await QueueServer.open(serverOptions(options), subscriptions.onSnsRequest);
      return { server, subscriptions };
    },
    close: ({ server }) => server.close(),
  };
}

/** The delivery of messages to functions that subscribe to topics; it begins last, for functions call the server. */
export function subscriptionsPart({ server, subscriptions }: Queues): Part<void> {
  return {
    name: 'subscriptions of functions',
    open: () => subscriptions.start(server),
    close: () => subscriptions.stop(),
  };
}

function serverOptions({ host, queuePort, isEphemeral, dataFolder }: ServerOptions) {
  return { host, port: queuePort, ...(!isEphemeral && { dataFolder: join(dataFolder, 'queues') }) };
}
