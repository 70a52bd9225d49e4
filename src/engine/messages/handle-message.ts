import { unreachable } from '../../common/unreachable.ts';
import type { DispatchMessage, Handled, HandlerContext } from '../../ports/dispatch-queue.ts';
import { NoRoom } from '../log/no-room.ts';
import type { EngineServices } from '../services.ts';
import { command, report } from './handle-command.ts';
import { flowDeleted, stopExecutions } from './handle-deletion.ts';
import { dispatch } from './handle-dispatch.ts';
import { scheduleFired } from './handle-schedule.ts';
import { start } from './handle-start.ts';
import { status } from './handle-status.ts';
import type { Handler } from './handler.ts';

/** Pause of a message whose execution has large values, until others have ended. */
const ROOM_SECONDS = 5;

/**
 * Does everything a dispatch message asks for; a repeat changes nothing.
 *
 * @throws the fault of an adapter, after the rest is done; the message must then come back.
 */
export async function handleMessage(
  message: DispatchMessage,
  services: EngineServices,
  context: HandlerContext = {},
): Promise<Handled> {
  try {
    return await handle({ message, services, ...context });
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    return { done: false, retryInSeconds: ROOM_SECONDS };
  }
}

function handle(handler: Handler): Promise<Handled> {
  const { body } = handler.message;
  switch (body.kind) {
    case 'dispatch':
      return dispatch(handler, body);
    case 'command':
      return command(handler, body);
    case 'report':
      return report(handler, body);
    case 'start':
      return start(handler, body);
    case 'schedule-fired':
      return scheduleFired(handler, body);
    case 'status':
      return status(handler, body);
    case 'flow-deleted':
      return flowDeleted(handler, body);
    case 'stop-executions':
      return stopExecutions(handler, body);
    default:
      return unreachable(body);
  }
}
