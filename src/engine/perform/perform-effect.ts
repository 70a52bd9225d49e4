import { unreachable } from '../../common/unreachable.ts';
import type { Command } from '../../interpreter/command.ts';
import type { OutsideEffect } from '../../interpreter/effect.ts';
import type { ResultRoom, Underway } from '../../ports/task-targets.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import type { EngineServices } from '../services.ts';
import { finishExecution } from './finish-execution.ts';
import { invokeTask } from './invoke-task.ts';
import type { Postponed } from './postponed.ts';
import { stopChild } from './stop-child.ts';
import { attemptTimedOut } from './stop-from-above.ts';

/** Performs an effect. @returns the command that follows from it, if one does at once. */
export async function performEffect(
  services: EngineServices,
  log: ExecutionLog,
  effect: OutsideEffect,
  room: ResultRoom,
): Promise<Command | Postponed | Underway | undefined> {
  switch (effect.type) {
    case 'InvokeTask':
      return invokeTask(services, log, effect, room);
    case 'StartTimer':
      await services.timers.arm(
        log.header.id,
        effect.timer,
        effect.fireAt,
        log.state.redrives,
        log.state.startedAt,
      );
      return undefined;
    case 'StopChild':
      await stopChild(services, log.header, effect, attemptTimedOut(log.header));
      return undefined;
    case 'FinishExecution':
      await finishExecution(services, log, effect);
      return undefined;
    default:
      return unreachable(effect);
  }
}
