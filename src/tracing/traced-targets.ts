import { readTaskId } from '../engine/task-id.ts';
import type { Caller, TaskTargets } from '../ports/task-targets.ts';
import type { SpanSender } from './span-sender.ts';
import { attemptSpanId, readTraceparent, traceIdOf, writeTraceparent } from './trace-context.ts';

/** The same targets, which get the span of the attempt that calls them. */
export function tracedTargets(targets: TaskTargets, sender: Pick<SpanSender, 'isSampled'>): TaskTargets {
  return {
    call: (request) => targets.call({ ...request, caller: tracedCaller(request.caller, sender) }),
  };
}

function tracedCaller(caller: Caller, sender: Pick<SpanSender, 'isSampled'>): Caller {
  const task = readTaskId(caller.taskId);
  if (task === undefined) return caller;
  const given = caller.traceparent === undefined ? undefined : readTraceparent(caller.traceparent);
  const traceId = traceIdOf({ id: task.execution, ...(given && { traceparent: caller.traceparent }) });
  const spanId = attemptSpanId(task.execution, task.entry, task.attempt);
  const isSampled = sender.isSampled(traceId, given?.isSampled);
  return { ...caller, traceparent: writeTraceparent({ traceId, spanId, isSampled }) };
}
