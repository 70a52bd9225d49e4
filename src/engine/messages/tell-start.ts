import type { Dispatch } from '../../ports/dispatch-queue.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import type { Handler } from './handler.ts';

/**
 * Tells those outside of an execution that begins, or goes on after an end, when the message of that comes; it may have been stopped
 * by then. A message that takes over what a process has left tells again: whether it was told is not known.
 */
export async function tellStart(
  { services, message }: Handler,
  { adopts, isRedrive }: Dispatch,
  { header }: ExecutionLog,
): Promise<void> {
  const { statusEvents } = services;
  if (!statusEvents?.changes.has('started') || header.part !== undefined) return;
  const isOwn = adopts === undefined && (isRedrive === true || message.id === header.owner);
  const isLeft = adopts === 'all' && header.end === undefined;
  if (isOwn || isLeft) await statusEvents.tell({ header });
}
