import { startMessage } from '../../engine/schedule-start.ts';
import { operation } from '../operation.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { findSchedule } from './lookup.ts';

/** Starts the execution of a schedule now, whether it is enabled or not, and whatever its overlap policy says. */
export const triggerSchedule = operation(
  'TriggerSchedule',
  { FlowName: required(name), ScheduleName: required(name) },
  async ({ FlowName, ScheduleName }, services, { requestId }) => {
    const schedule = await findSchedule(services, FlowName, ScheduleName);
    const now = Math.floor(services.clock.now() / 1_000) * 1_000;
    const message = startMessage(schedule, now);
    // A fire time of the same second keeps its own name.
    const executionName = `${message.executionName}-now`;
    await services.queue.send({ ...message, executionName });
    return { ExecutionName: executionName, RequestId: requestId };
  },
);
