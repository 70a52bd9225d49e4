import type { Command } from '../../interpreter/command.ts';
import type { InvokeTask } from '../../interpreter/effect.ts';
import type { Caller, CallOutcome, ResultRoom, Underway } from '../../ports/task-targets.ts';
import { excessOf, requestOf, type TargetRequest } from '../../targets/targets.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import { performMap } from '../map/perform-map.ts';
import type { EngineServices } from '../services.ts';
import { globalTaskId } from '../task-id.ts';
import { commandOfOutcome, failed, functionResult, invalidInput, submitResult } from './outcome.ts';
import type { Postponed } from './postponed.ts';
import { startChild } from './start-child.ts';
import { stopFromAbove } from './stop-from-above.ts';

/** Calls a task's target and returns the command that carries the outcome, unless the call must wait or the outcome comes later. */
export async function invokeTask(
  services: EngineServices,
  log: ExecutionLog,
  effect: InvokeTask,
  room: ResultRoom,
): Promise<Command | Postponed | Underway> {
  const request = requestOf(effect.target, effect);
  if (typeof request === 'string') return commandOfOutcome(effect, invalidInput(request));
  if (request.kind !== 'flow' && request.kind !== 'map') {
    const excess = excessOf(request);
    if (excess !== undefined) return commandOfOutcome(effect, failed('FnF.DataLimitExceeded', excess));
    const outcome = await callTarget(services, log, request, effect, room);
    return outcome.kind === 'underway' ? outcome : commandOfOutcome(effect, outcome);
  }
  // One that has gone on is its caller's business, whatever has ended above it.
  const above = log.state.redrives === undefined ? log.header.descent?.awaitedBy : undefined;
  const stop = above && (await stopFromAbove(services, above));
  if (stop !== undefined) return stop;
  const outcome =
    request.kind === 'map'
      ? await performMap(services, log, request, effect)
      : await startChild(services, log.header, request, effect);
  return outcome.kind === 'postponed' ? outcome : commandOfOutcome(effect, outcome);
}

async function callTarget(
  services: EngineServices,
  { header, roleArn }: ExecutionLog,
  request: TargetRequest,
  { task, stepName, pattern, deadlineAt }: InvokeTask,
  room: ResultRoom,
): Promise<CallOutcome | Underway> {
  const caller: Caller = {
    flowName: header.flowName,
    executionName: header.id.name,
    stepName,
    taskId: globalTaskId(header, task),
    roleArn,
    ...(header.traceparent !== undefined && { traceparent: header.traceparent }),
  };
  const deadline = deadlineAt === undefined ? {} : { deadlineAt };
  // What a worker reports comes later anyhow; the call that hands a task to it is short.
  const mayReplyLater = request.kind === 'function' && pattern === 'requestResponse' && !request.isAsync;
  const reply = mayReplyLater ? { replyTo: { execution: header.id, task } } : {};
  const outcome = await services.targets.call({ ...request, ...deadline, ...reply, caller, room });
  if (request.kind !== 'function' || outcome.kind === 'underway') return outcome;
  return pattern === 'requestResponse' ? functionResult(outcome) : submitResult(outcome);
}
