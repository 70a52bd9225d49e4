import { isDeepStrictEqual } from 'node:util';
import { parseJson, stringifyJson } from '../../common/json-text.ts';
import { factsFrom } from '../../engine/log/circumstances.ts';
import { withFirstRecord } from '../../engine/log/fold-records.ts';
import type { WholeHeader } from '../../engine/log/whole-log.ts';
import type { Flow } from '../../flow/flow.ts';
import type { TaskId } from '../../interpreter/command.ts';
import { taskId } from '../../interpreter/effects.ts';
import type { EventId, ExecutionEvent, Instant } from '../../interpreter/event.ts';
import { evolve } from '../../interpreter/evolve.ts';
import { type ExecutionRecord, isResumed, lastEventId } from '../../interpreter/record.ts';
import { toSnapshot } from '../../interpreter/snapshot.ts';
import {
  currentStep,
  type ExecutionState,
  type Frame,
  frameOf,
  hasEnded,
  initialState,
} from '../../interpreter/state.ts';
import type { ExecutionEnd } from '../../ports/execution-store.ts';

/** A promise that does not hold. */
export class BrokenPromise extends Error {}

/** An end whose output is there as a text. */
export type WholeEnd = ExecutionEnd & { readonly output: string };

/** An attempt whose end an event records. */
export interface Completion {
  readonly task: TaskId;
  readonly event: ExecutionEvent;
}

const OUTCOMES: ReadonlySet<ExecutionEvent['type']> = new Set([
  'TaskSucceeded',
  'TaskFailed',
  'TaskSubmitFailed',
  'TaskTimedOut',
]);

/** The log of one execution in the store, folded by the real interpreter as it is written and checked on the way. */
export class SimulatedLog {
  readonly header: WholeHeader;
  state: ExecutionState;
  end: WholeEnd | undefined;
  /** How often it has ended, and gone on after that. */
  ends = 0;
  redrives = 0;
  readonly records: ExecutionRecord[] = [];
  /** Records of the execution that was forked, and how many of them were copied. */
  #beginning = 0;
  #copied = 0;
  readonly completions = new Map<EventId, Completion>();
  /** Attempts whose outcome is recorded, a timeout and a failed start among them: `entry/attempt`. */
  readonly outcomes = new Set<string>();
  /** By attempt: when its next heartbeat was due after the newest that was accepted, and when it timed out without one. */
  readonly #heartbeats = new Map<string, { due?: Instant; missedAt?: Instant }>();
  /** When attempts timed out: `entry/attempt`. */
  readonly timedOut = new Map<string, Instant>();
  /** Characters of the records, and of the events in them. */
  readonly written = { records: 0, events: 0 };
  /** Entries of the tasks that were under way when the execution was stopped or timed out, or the map run failed; and of map runs that a failure has cut off. */
  cutOff: ReadonlySet<EventId> = new Set();

  constructor(flow: Flow, header: WholeHeader) {
    this.header = header;
    this.state = initialState(flow, factsFrom(header, 1), new Map([[header.flowVersion, flow]]));
    for (const record of withFirstRecord(header, [])) this.append(record);
  }

  /** The log of a fork begins with that of another execution, up to an event. @throws BrokenPromise when that is not its end */
  begin(source: SimulatedLog, upTo: EventId): void {
    this.#demand(this.state.status === 'Starting', 'it has begun before it was forked');
    for (const record of source.records) if (record.firstEventId <= upTo) this.#fold(record);
    this.#demand(this.state.lastEventId === upTo, 'its beginning is cut');
    this.#beginning = this.records.length;
    this.ends = 0;
    this.completions.clear();
  }

  /** True for a record of the execution that was forked. @throws BrokenPromise when it is not as it was there */
  isBeginning(record: ExecutionRecord): boolean {
    const known = this.records
      .slice(0, this.#beginning)
      .find((other) => other.firstEventId === record.firstEventId);
    if (known === undefined) return false;
    this.#demand(
      isDeepStrictEqual(plain(known), plain(record)),
      'its beginning differs from the log that it comes of',
    );
    this.#copied++;
    return true;
  }

  /** True when the store has every record of the execution that was forked, if it comes of one. */
  get isCopied(): boolean {
    return this.#copied === this.#beginning;
  }

  /** @throws BrokenPromise when the record cannot stand where it was written. */
  append(record: ExecutionRecord): void {
    const { events } = record;
    const written = stringifyJson(events).length;
    this.written.events += written;
    this.written.records += stringifyJson({ ...record, events: [] }).length - '[]'.length + written;
    this.#fold(record);
  }

  #fold(record: ExecutionRecord): void {
    const { firstEventId, events, at, owner, snapshot } = record;
    this.records.push(record);
    this.#demand(firstEventId === this.state.lastEventId + 1, `event ${firstEventId} leaves a gap`);
    this.#demand(events.length > 0, 'a record without events takes the place of the next one');
    for (const event of events) {
      this.#demand(
        event.type === 'ExecutionForked' || hasEnded(this.state) === isResumed(event),
        `${event.type} in a state that has ended or not`,
      );
      this.#look(event, at);
      this.state = evolve(this.state, event, at, owner);
      if (hasEnded(this.state)) this.ends++;
    }
    this.#demand(this.state.lastEventId === lastEventId(record), 'ids of events are not dense');
    const isSame = snapshot === undefined || isDeepStrictEqual(snapshot, plain(toSnapshot(this.state)));
    this.#demand(isSame, 'a snapshot differs from the fold');
  }

  /** The header has lost its end. @throws BrokenPromise when it had none */
  reopen(): void {
    this.#demand(this.end !== undefined, 'it goes on although it has not ended');
    this.end = undefined;
    this.redrives++;
  }

  /** @throws BrokenPromise when the header gets an end that the log does not have. */
  close(end: WholeEnd): void {
    const { status, end: folded } = this.state;
    const output = folded?.output === undefined ? '' : stringifyJson(folded.output);
    const isSame = end.status === status && end.output === output && end.stoppedAt === folded?.at;
    this.#demand(isSame, `the header ends as ${end.status}, the log as ${status}`);
    this.end = end;
  }

  /** A heartbeat was accepted. @throws BrokenPromise when its attempt timed out before the next one was due */
  noteHeartbeat(task: TaskId, due: Instant): void {
    const noted = this.#heartbeatsOf(task);
    noted.due = Math.max(due, noted.due ?? 0);
    this.#checkHeartbeats(task);
  }

  #heartbeatsOf({ entry, attempt }: TaskId): { due?: Instant; missedAt?: Instant } {
    const key = `${entry}/${attempt}`;
    const noted = this.#heartbeats.get(key) ?? {};
    this.#heartbeats.set(key, noted);
    return noted;
  }

  #checkHeartbeats(task: TaskId): void {
    const { due = 0, missedAt = due } = this.#heartbeatsOf(task);
    this.#demand(missedAt >= due, 'a task times out before its next heartbeat is due');
  }

  #lookAtTimeout(event: Extract<ExecutionEvent, { type: 'TaskTimedOut' }>, frame: Frame, at: Instant): void {
    const phase = frame.active?.phase;
    const awaited = phase !== undefined && 'attempt' in phase ? phase : undefined;
    const due = event.isHeartbeatMissed ? awaited?.heartbeat?.due : awaited?.deadlineAt;
    this.#demand(due !== undefined && at >= due, 'a task times out before its deadline');
    const task = taskId(frame);
    this.timedOut.set(`${task.entry}/${task.attempt}`, at);
    if (!event.isHeartbeatMissed) return;
    this.#heartbeatsOf(task).missedAt = at;
    this.#checkHeartbeats(task);
  }

  #look(event: ExecutionEvent, at: Instant): void {
    // What it goes on with is cut off by its next end only.
    if (isResumed(event)) this.cutOff = new Set();
    const isMapRun = event.type === 'ExecutionFailed' && this.header.part?.kind === 'run';
    if (isMapRun || event.type === 'ExecutionStopped' || event.type === 'ExecutionTimedOut')
      this.cutOff = new Set([...this.cutOff, ...this.#underWay()]);
    if (!('frame' in event)) return;
    if (event.type === 'StepFailed') this.cutOff = new Set([...this.cutOff, ...this.#mapRunsUnderWay()]);
    const frame = frameOf(this.state, event.frame);
    const phase = frame.active?.phase;
    const isTimer = phase?.kind === 'waiting' || phase?.kind === 'retrying';
    this.#demand(!isTimer || at >= phase.fireAt, `${event.type} comes before its timer is due`);
    if (event.type === 'TaskTimedOut') this.#lookAtTimeout(event, frame, at);
    if (OUTCOMES.has(event.type)) {
      const { entry, attempt } = taskId(frame);
      this.outcomes.add(`${entry}/${attempt}`);
    }
    if (event.type === 'TaskSucceeded' || event.type === 'TaskFailed') {
      this.completions.set(this.state.lastEventId + 1, { task: taskId(frame), event });
    }
  }

  /** A step that fails cuts the map runs off that run beside it; whether they are stopped counts once the execution has ended. */
  #mapRunsUnderWay(): ReadonlySet<EventId> {
    const frames = this.state.frames.values().filter((frame) => {
      const step = currentStep(frame);
      return step?.type === 'task' && step.map !== undefined;
    });
    return this.#underWay(frames);
  }

  #underWay(frames = this.state.frames.values()): ReadonlySet<EventId> {
    const active = frames.map((frame) => frame.active);
    const tasks = active.filter((step) => step?.phase.kind === 'running' || step?.phase.kind === 'submitted');
    return new Set(tasks.flatMap((task) => task?.entry ?? []));
  }

  #demand(holds: boolean, problem: string): void {
    if (!holds) throw new BrokenPromise(`${this.header.id.name}: ${problem}`);
  }
}

/** As it looks after it was written and read. */
function plain(value: unknown): unknown {
  return parseJson(stringifyJson(value));
}
