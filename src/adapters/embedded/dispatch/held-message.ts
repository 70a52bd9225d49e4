import type { Instant } from '../../../interpreter/event.ts';
import type { DispatchMessage } from '../../../ports/dispatch-queue.ts';
import type { HeapEntry } from '../heap.ts';

/** A message that its handler has not finished. */
export interface HeldMessage extends HeapEntry {
  readonly message: DispatchMessage;
  /** Instant from which it may be handed out. */
  at: Instant;
  /** How often its handler has thrown. */
  failures: number;
}

/** Takes a message into the queue. */
export function hold(message: DispatchMessage, at: Instant): HeldMessage {
  return { message, at, position: -1, failures: 0 };
}

/** The flow whose turn a message takes; messages about no execution in particular share one. */
export function flowOf({ message: { body } }: HeldMessage): string {
  if ('execution' in body) return body.execution.flowId;
  return 'flowId' in body ? body.flowId : '';
}
