import { unreachable } from '../../common/unreachable.ts';
import { reportTask } from '../../engine/report-task.ts';
import type { EventId } from '../../interpreter/event.ts';
import type { TaskResult } from '../../ports/dispatch-queue.ts';
import { ApiError } from '../api-error.ts';
import type { ApiServices } from '../services.ts';

/**
 * Records how the task of a token ended and returns the event of that.
 *
 * @throws ApiError `TaskAlreadyCompleted` or `InvalidArgument`
 */
export async function report(services: ApiServices, token: string, result: TaskResult): Promise<EventId> {
  const outcome = await reportTask(services, token, result);
  switch (outcome.kind) {
    case 'reported':
      return outcome.eventId;
    case 'alreadyCompleted':
      throw alreadyCompleted();
    case 'invalidToken':
      throw noToken();
    default:
      return unreachable(outcome);
  }
}

/** The refusal of a report that comes too late. */
export function alreadyCompleted(): ApiError {
  return new ApiError('TaskAlreadyCompleted', 'The task has ended already, or nobody waits for it any more');
}

/** The refusal of a text that no execution has made. */
export function noToken(): ApiError {
  return new ApiError('InvalidArgument', 'Parameter TaskToken is not the token of a task');
}
