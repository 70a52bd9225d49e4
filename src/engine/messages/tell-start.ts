import type { Dispatch } from '../../ports/dispatch-queue.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import type { Handler } from './handler.ts';

/**
 * Tells those outside of an execution that begins, or goes on after an end, when the message of that comes; it may have been stopped
 * by then. A message that takes over what a process has left tells again: whether it was told is not known.
 */
export async function tellStart(
  { services, message }: Handler,
  { adopts, redrive = 0 }: Dispatch,
  { header: { redriven, ...header } }: ExecutionLog,
): Promise<void> {
  const { statusEvents } = services;
  if (!statusEvents?.changes.has('started') || header.part !== undefined) return;
  const isOwn = adopts === undefined && (redrive > 0 || message.id === header.owner);
  const isLeft = adopts === 'all' && header.end === undefined;
  if (!isOwn && !isLeft) return;
  // It may have gone on more often since.
  const count = isOwn ? redrive : (redriven?.count ?? 0);
  await statusEvents.tell({
    header: { ...header, ...(redriven && count > 0 && { redriven: { ...redriven, count } }) },
  });
}
