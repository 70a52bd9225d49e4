import { type ListenOptions, openProtocolServer, type ProtocolServer } from '../protocol-server.ts';
import type { QueueServices } from './queue-protocol.ts';

/** Serves queues and topics behind the protocols of SQS and SNS, on one port. @throws when the port is taken */
export function openQueueServer(options: ListenOptions, services: QueueServices): Promise<ProtocolServer> {
  return openProtocolServer(options, async () => {
    const { queueProtocol } = await import('./queue-protocol.ts');
    return queueProtocol(services);
  });
}
