import type { Instant } from '../../interpreter/event.ts';
import type { MessageId } from '../../interpreter/record.ts';
import { type Dispatch, type DispatchMessage, DONE, type Handled } from '../../ports/dispatch-queue.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { HandOver } from '../drive.ts';
import type { EngineServices } from '../services.ts';

/** One message being handled. */
export interface Handler {
  readonly message: DispatchMessage;
  readonly services: EngineServices;
  readonly handOverAt?: Instant;
}

/** A message whose commit has not landed by this age never will have one: the API gives up long before. */
const ORPHAN_AGE_MILLISECONDS = 60_000;

/** Gives a message back as long as its commit may still land, ever more rarely. */
export function lookAgainLater({ message, services }: Handler): Handled {
  const age = services.clock.now() - message.sentAt;
  if (age > ORPHAN_AGE_MILLISECONDS) return DONE;
  return { done: false, retryInSeconds: Math.min(20, Math.max(1, Math.round(age / 1000))) };
}

/** How a driver hands over what it may no longer begin: to a new message that adopts the owners of its effects. */
export function handOverOf(
  { message, services, handOverAt }: Handler,
  execution: ExecutionId,
  adopted: 'all' | readonly MessageId[],
): HandOver | undefined {
  if (handOverAt === undefined) return undefined;
  const adopts: Dispatch['adopts'] & {} = adopted === 'all' ? adopted : [...adopted, message.id];
  return {
    at: handOverAt,
    adopt: async () => {
      await services.queue.send({ kind: 'dispatch', execution, adopts });
    },
    sendFor: () => services.queue.send({ kind: 'dispatch', execution }),
  };
}
