import { startMessage } from '../../engine/schedule-start.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { boolean, name, time } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { formatTime } from '../views/format-time.ts';
import { fireTimesAfter } from '../views/schedule-view.ts';
import { findSchedule } from './lookup.ts';

/** Most fire times of one call: their messages are sent before it returns. */
const MOST_TIMES = 200;
const AT_ONCE = 20;

/**
 * Starts the executions of all fire times in a range that has passed, whether the schedule is enabled or not, and whatever its overlap
 * policy says. A time whose execution exists starts none.
 */
export const backfillSchedule = operation(
  'BackfillSchedule',
  {
    FlowName: required(name),
    ScheduleName: required(name),
    StartTime: required(time),
    EndTime: required(time),
    DryRun: optional(boolean),
  },
  async ({ FlowName, ScheduleName, StartTime, EndTime, DryRun = false }, services, { requestId }) => {
    if (EndTime < StartTime)
      throw new ApiError('InvalidArgument', 'Parameter EndTime is earlier than StartTime');
    if (EndTime > services.clock.now())
      throw new ApiError('InvalidArgument', 'Parameter EndTime has not passed yet');
    const schedule = { ...(await findSchedule(services, FlowName, ScheduleName)), isEnabled: true };
    const times = fireTimesAfter(schedule, StartTime - 1, MOST_TIMES + 1).filter((at) => at <= EndTime);
    if (times.length > MOST_TIMES)
      throw new ApiError(
        'InvalidArgument',
        `The range has more than ${MOST_TIMES} fire times; ask for a shorter one`,
      );
    const messages = times.map((at) => startMessage(schedule, at));
    if (!DryRun) {
      for (let first = 0; first < messages.length; first += AT_ONCE) {
        const some = messages.slice(first, first + AT_ONCE);
        await Promise.all(some.map((message) => services.queue.send(message)));
      }
    }
    const starts = messages.map(({ executionName }, index) => ({
      ScheduledTime: formatTime(times[index] ?? 0),
      ExecutionName: executionName,
    }));
    return { Starts: starts, RequestId: requestId };
  },
);
