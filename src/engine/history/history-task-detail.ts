import type { JsonObject } from '../../common/json.ts';
import type { ExecutionEvent, Failure } from '../../interpreter/event.ts';
import { taskTimeout } from '../../interpreter/evolve-task.ts';
import { phaseOf, running, stepOf } from '../../interpreter/frames.ts';
import { totalRetries } from '../../interpreter/retry.ts';
import type { Frame } from '../../interpreter/state.ts';

/** The input and parameters with which an attempt is called. */
export function taskScheduled(frame: Frame): JsonObject {
  const step = stepOf(frame, 'task');
  const { input, retries } = running(frame).active;
  return {
    input,
    resourceArn: step.target.resourceArn,
    pattern: step.pattern,
    ...(step.timeoutSeconds !== undefined && { timeoutSeconds: step.timeoutSeconds }),
    ...(step.heartbeatSeconds !== undefined && { heartbeatSeconds: step.heartbeatSeconds }),
    retryCount: totalRetries(retries),
  };
}

/** How a task ended: with an output, or with a failure that was caught. */
export function taskExited(before: Frame, after: Frame): JsonObject {
  const { resourceArn } = stepOf(before, 'task').target;
  const { input, retries } = running(before).active;
  const phase = phaseOf(before, 'succeeded', 'caught');
  const retryCount = totalRetries(retries);
  const { local } = after;
  if (phase.kind === 'succeeded') {
    return { input, local, output: phase.output, resourceArn, ...(retryCount > 0 && { retryCount }) };
  }
  const { error, cause } = phase.failure;
  return { input, local, resourceArn, cause, error, retryCount, goto: phase.goto };
}

/** Why a step failed; of a task that was tried again also how often. */
export function taskFailed(frame: Frame, failure: Failure): JsonObject {
  const retryCount = totalRetries(running(frame).active.retries);
  return { ...failure, ...(retryCount > 0 && { retryCount }) };
}

/** The failure that stands for a timeout. */
export function taskTimedOut(
  frame: Frame,
  event: Extract<ExecutionEvent, { type: 'TaskTimedOut' }>,
): JsonObject {
  return { ...taskTimeout(stepOf(frame, 'task'), event) };
}
