import type { EmbeddedStores } from '../../adapters/embedded/open-stores.ts';
import { eventsProblem } from '../events/event-options.ts';
import type { WebhookEvents } from '../events/webhook-events.ts';
import type { ServerOptions } from '../server-options.ts';
import { trustingAgent } from '../tls/trusting-agent.ts';
import type { Log } from './log.ts';
import type { Part } from './parts.ts';
import type { Queues } from './queues.ts';

/** The webhook that hears of executions, where the options name one; its code is loaded here. It delivers nothing yet. */
export async function beginEvents(
  { events, tls }: ServerOptions,
  { blobs }: Pick<EmbeddedStores, 'blobs'>,
  { queues }: Queues,
  { write }: Log,
): Promise<WebhookEvents | undefined> {
  if (events === undefined) return undefined;
  const problem = eventsProblem(events);
  if (problem !== undefined) throw new Error(`Status events: ${problem}`);
  const { WebhookEvents } = await import('../events/webhook-events.ts');
  const overTls = tls?.trust && trustingAgent(tls.trust);
  return new WebhookEvents({ ...events, queues, blobs, overTls, warn: (line) => write(`warning: ${line}`) });
}

/** The delivery of events. */
export function eventsPart(events: WebhookEvents | undefined): Part<WebhookEvents | undefined> {
  return {
    name: 'the delivery of status events',
    open: () => {
      events?.start();
      return events;
    },
    close: () => events?.stop(),
  };
}
