import type { Command } from '../interpreter/command.ts';
import type { Instant } from '../interpreter/event.ts';
import { awaitedAttempt } from '../interpreter/evolve-task.ts';
import {
  type Heartbeat,
  heartbeatDue,
  listensWith,
  markedMissed,
  unmarkedMisses,
} from '../interpreter/heartbeats.ts';
import { hasEnded } from '../interpreter/state.ts';
import type { ExecutionLog } from './log/execution-log.ts';
import { withExecution } from './log/open-executions.ts';
import type { EngineServices } from './services.ts';
import { decodeTaskToken, isGenuine } from './task-token.ts';

/** The outcome of a heartbeat. `notOwed`: the task has no `heartbeatSeconds`. */
export type HeartbeatOutcome =
  | { readonly kind: 'kept'; readonly nextDue: Instant }
  | { readonly kind: 'alreadyCompleted' }
  | { readonly kind: 'invalidToken' }
  | { readonly kind: 'notOwed' };

/** Keeps a heartbeat of the task attempt that a token names: one write, whatever the length of its log. */
export async function reportHeartbeat(
  services: EngineServices,
  token: string,
  detail: string | undefined,
): Promise<HeartbeatOutcome> {
  const decoded = decodeTaskToken(token);
  if (decoded === undefined) return { kind: 'invalidToken' };
  const { execution, task } = decoded;
  const outcome = await withExecution(services, execution, async (log): Promise<HeartbeatOutcome> => {
    if (!isGenuine(token, log.header, task)) return { kind: 'invalidToken' };
    const frame = log.state.frames.get(task.frame);
    const phase = awaitedAttempt(frame, task.entry, task.attempt);
    if (hasEnded(log.state) || frame === undefined || phase === undefined)
      return { kind: 'alreadyCompleted' };
    const step = frame.steps[frame.position];
    const seconds = step?.type === 'task' ? step.heartbeatSeconds : undefined;
    if (seconds === undefined) return { kind: 'notOwed' };
    const at = services.clock.now();
    const heartbeat = {
      entry: task.entry,
      attempt: task.attempt,
      at,
      ...(detail !== undefined && { detail }),
    };
    const isKept = await services.heartbeats.keep(execution, heartbeat, log.endsBy);
    if (!isKept) return { kind: 'alreadyCompleted' };
    return { kind: 'kept', nextDue: heartbeatDue(phase, heartbeat) ?? at + seconds * 1000 };
  });
  return outcome ?? { kind: 'invalidToken' };
}

/**
 * The command as it is to be decided: the timer that looks after heartbeats brings them along, and those that did not
 * come in time are marked by then, so that all drivers that get the same message judge the same.
 */
export async function withHeartbeats(
  services: EngineServices,
  log: ExecutionLog,
  command: Command,
): Promise<Command> {
  if (command.type !== 'FireTimer' || !listensWith(log.state, command.timer)) return command;
  const { id } = log.header;
  const heartbeats = await services.heartbeats.list(id);
  if (services.clock.now() < command.dueAt) return { ...command, heartbeats };
  const misses = unmarkedMisses(log.state, heartbeats, command.dueAt);
  const marked: Heartbeat[] = [];
  for (const miss of misses) {
    if (await services.heartbeats.miss(id, miss, log.endsBy)) marked.push(markedMissed(miss));
  }
  return { ...command, heartbeats: [...heartbeats, ...marked] };
}
