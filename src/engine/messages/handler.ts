import type { Instant } from '../../interpreter/event.ts';
import { type DispatchMessage, DONE, type Handled } from '../../ports/dispatch-queue.ts';
import type { EngineServices } from '../services.ts';

/** One message being handled. */
export interface Handler {
  readonly message: DispatchMessage;
  readonly services: EngineServices;
  /** From this instant on the driver begins nothing new. */
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
