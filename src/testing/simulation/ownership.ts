import type { EventId } from '../../interpreter/event.ts';
import { listensWith } from '../../interpreter/heartbeats.ts';
import { nextEvent } from '../../interpreter/next-event.ts';
import type { MessageId } from '../../interpreter/record.ts';
import type { Frame } from '../../interpreter/state.ts';
import { earliestDeadline } from '../../interpreter/watchdog.ts';
import type { DispatchMessage } from '../../ports/dispatch-queue.ts';
import type { SimulatedLog } from './log.ts';

/** Everything that may still move one execution. */
export interface Movers {
  /** Undeleted messages that name the execution. */
  readonly messages: readonly DispatchMessage[];
  /** Ids of timers that are armed. */
  readonly armed: ReadonlySet<string>;
}

/**
 * Says what an unfinished execution waits for and will never get; undefined when all is well.
 *
 * Stricter than docs/internals/architecture.md, "Who performs", asks: each single pending effect must have an undeleted message that owns it, or be
 * armed already.
 */
export function findOwnerless(log: SimulatedLog, movers: Movers): string | undefined {
  if (log.end !== undefined) return undefined;
  const owners = ownersOf(movers.messages);
  const isOwned = (owner: MessageId) => owners === 'all' || owners.has(owner);
  const { state } = log;
  if (state.end !== undefined) return isOwned(state.end.owner) ? undefined : 'its end';
  if (state.status === 'Starting') return isOwned(log.header.owner) ? undefined : 'its start';
  const willFire = (timer: string) => movers.armed.has(timer) || isFiring(movers.messages, timer);
  const { watchdog } = state;
  const isWatched = watchdog !== undefined && (isOwned(watchdog.owner) || willFire('watchdog'));
  if (!isWatched && earliestDeadline(state) !== undefined) return 'its watchdog';
  const { heartbeats } = state;
  const isListening =
    heartbeats === undefined ||
    !listensWith(state, heartbeats.timer) ||
    isOwned(heartbeats.owner) ||
    willFire(String(heartbeats.timer));
  if (!isListening) return 'the look at its heartbeats';
  const frames = state.frames.values();
  const options = { concurrency: 100, newToken: () => '' };
  const isReady = frames.some((frame) => nextEvent(state, frame, options) !== undefined);
  if (isReady && !isOwned(state.lastOwner)) return 'a frame that is ready';
  const isReplied = ({ active }: Frame) => hasReply(movers.messages, active?.entry);
  return frames
    .filter((frame) => frame.active?.phase.kind !== 'running' || !isReplied(frame))
    .map((frame) => ownerlessPhase(frame, isOwned, willFire))
    .find((found) => found !== undefined);
}

function ownerlessPhase(
  { active }: Frame,
  isOwned: (owner: MessageId) => boolean,
  willFire: (timer: string) => boolean,
): string | undefined {
  const phase = active?.phase;
  switch (phase?.kind) {
    case 'running':
      // A task with a deadline is moved on by the watchdog, which was looked at before.
      return phase.deadlineAt !== undefined || isOwned(phase.owner)
        ? undefined
        : `the task entered at ${active?.entry}`;
    case 'waiting':
    case 'retrying':
      return isOwned(phase.owner) || willFire(String(phase.timer)) ? undefined : `timer ${phase.timer}`;
    default:
      return undefined;
  }
}

function ownersOf(messages: readonly DispatchMessage[]): ReadonlySet<MessageId> | 'all' {
  const owners = new Set<MessageId>();
  for (const { id, body } of messages) {
    owners.add(id);
    if (body.kind !== 'dispatch' || body.adopts === undefined) continue;
    if (body.adopts === 'all') return 'all';
    for (const adopted of body.adopts) owners.add(adopted);
  }
  return owners;
}

/** True while a message has an outcome of the task, or fails it for the lack of one. */
function hasReply(messages: readonly DispatchMessage[], entry: EventId | undefined): boolean {
  return messages.some(
    ({ body }) =>
      body.kind === 'command' &&
      (body.command.type === 'CompleteTask' || body.command.type === 'FailTask') &&
      body.command.task.entry === entry,
  );
}

function isFiring(messages: readonly DispatchMessage[], timer: string): boolean {
  return messages.some(
    ({ body }) =>
      body.kind === 'command' && body.command.type === 'FireTimer' && String(body.command.timer) === timer,
  );
}
