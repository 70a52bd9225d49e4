import type { Instant } from '../../interpreter/event.ts';
import { currentStep } from '../../interpreter/state.ts';
import { earliestDeadline } from '../../interpreter/watchdog.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { ExecutionLog } from '../log/execution-log.ts';
import type { EngineServices } from '../services.ts';
import { eventTime } from './event-time.ts';

/** Work that the service owes an execution. */
export interface Owed {
  /** The work: first events, a task's call, the firing of a timer or deadline, the next step, or the record of the end. */
  readonly what: 'start' | 'task' | 'timer' | 'step' | 'end';
  /** The step that needs it; empty where the execution as a whole does. */
  readonly stepName: string;
  /** Instant since which it is owed. */
  readonly since: Instant;
}

/**
 * The work that an execution has been owed the longest, if for at least so many milliseconds. Undefined for an execution
 * that only waits for a report or for a time to come.
 *
 * Queues do not tell which messages they hold, so a function that works for longer than that looks the same as one whose
 * driver is gone.
 */
export async function stallOf(
  services: EngineServices,
  header: ExecutionHeader,
  idleMilliseconds: number,
): Promise<Owed | undefined> {
  const log = header.end === undefined ? await ExecutionLog.read(services, header.id) : undefined;
  if (log === undefined || log.header.end !== undefined) return undefined;
  const owed = await owedTo(services, log);
  const [longest] = owed.toSorted((a, b) => a.since - b.since);
  return longest !== undefined && services.clock.now() - longest.since >= idleMilliseconds
    ? longest
    : undefined;
}

async function owedTo(services: EngineServices, log: ExecutionLog): Promise<readonly Owed[]> {
  const { header, state } = log;
  if (state.end !== undefined) return [{ what: 'end', stepName: '', since: state.end.at }];
  if (state.status === 'Starting') return [{ what: 'start', stepName: '', since: header.startedAt }];
  const owed: Owed[] = [];
  const frames = state.frames.values();
  for (const frame of frames) {
    const phase = frame.active?.phase;
    if (phase?.kind !== 'waiting' && phase?.kind !== 'retrying') continue;
    owed.push({ what: 'timer', stepName: currentStep(frame)?.name ?? '', since: phase.fireAt });
  }
  const deadline = earliestDeadline(state);
  if (deadline !== undefined) owed.push({ what: 'timer', stepName: '', since: deadline });
  const [oldest] = frames
    .filter((frame) => frame.active?.phase.kind === 'running')
    .toSorted((a, b) => a.lastEvent - b.lastEvent);
  if (oldest !== undefined) {
    const since = await eventTime(services, header, oldest.lastEvent);
    owed.push({ what: 'task', stepName: currentStep(oldest)?.name ?? '', since });
  }
  if (log.pendingEffects(() => true).some(({ type }) => type === 'GoOn')) {
    const since = await eventTime(services, header, state.lastEventId);
    owed.push({ what: 'step', stepName: '', since });
  }
  return owed;
}
