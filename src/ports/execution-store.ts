import type { Labels } from '../flow/labels.ts';
import type { FlowPart } from '../flow/map-run.ts';
import type { EventId, ExecutionEvent, ExecutionStatus, Failure, Instant } from '../interpreter/event.ts';
import type { ExecutionRecord, MessageId } from '../interpreter/record.ts';
import type { ParentTask } from '../interpreter/state.ts';
import type { BlobRef, KeptText } from './kept-text.ts';

/** Names one execution for ever: the flow's unique id (not its name, which can be used again) and the execution's name. */
export interface ExecutionId {
  readonly flowId: string;
  readonly name: string;
}

/** Where an execution that a task has started stands among its ancestors. */
export interface Descent {
  /** The execution at the top, which no task has started; its family are all that descend from it. */
  readonly root: ExecutionId;
  /** Executions from the root down to this one, both counted. */
  readonly depth: number;
  /** The uppermost of those that wait for this one, directly or through others; absent when its starter does not wait. */
  readonly awaitedBy?: ExecutionId;
}

/** Which part of a flow an execution runs, where that is not the whole flow. */
export interface ExecutionPart extends FlowPart {
  /** The execution's name for callers: those of the executions around it and its own, with colons between them. */
  readonly fullName: string;
}

/** An execution that a process has left, and how often it had gone on after an end by then. */
export interface AbandonedExecution extends ExecutionId {
  readonly redrives: number;
}

/** How an execution ended. `output` is the JSON text of a success, empty otherwise. */
export interface ExecutionEnd {
  readonly status: Exclude<ExecutionStatus, 'Starting' | 'Running'>;
  readonly stoppedAt: Instant;
  readonly output: KeptText;
  readonly failure?: Failure;
  /** The step that failed, or that moved last of those under way; absent after a success, and in ends of earlier versions. */
  readonly step?: string;
  /** How often the execution had gone on after an end before this one; absent for its first end. */
  readonly redrives?: number;
}

/** How an execution went on after an end. */
export interface Redriven {
  /** How often it has. */
  readonly count: number;
  /** When it last did. */
  readonly at: Instant;
  /** The definition version that it goes on with. */
  readonly flowVersion: number;
  /** The version that a qualifier picked, then or before; absent for the newest definition. */
  readonly published?: Published;
  /** The parent's task that waits for it since then; absent where it is the one that it was started for, if any. */
  readonly awaitedBy?: ParentTask;
}

/** The published version that an execution runs. */
export interface Published {
  /** As the start named it: a number or an alias. */
  readonly qualifier: string;
  readonly number: number;
}

/** An execution whose log is the beginning of another one's. */
export interface Origin {
  readonly name: string;
  /** Tells it from a later execution of its name. */
  readonly startedAt: Instant;
  /** The last event that comes of its log. */
  readonly upTo: EventId;
  /** The definition version that it started with. */
  readonly flowVersion: number;
  /** The JSON object text that it was given; absent where the next one in line has the same. Kept for the fork, if apart. */
  readonly input?: KeptText;
}

/** Identity and end of an execution: the one item that is written twice, at the start and at the end. */
export interface ExecutionHeader {
  readonly id: ExecutionId;
  readonly flowName: string;
  /** The definition version that this execution starts with, and keeps unless it goes on with another. */
  readonly flowVersion: number;
  /** The version that the start picked by a qualifier; absent for the newest definition. */
  readonly published?: Published;
  /** The JSON object text given at start, byte for byte. */
  readonly input: KeptText;
  readonly startedAt: Instant;
  /** Labels by which it is found; absent without any. */
  readonly labels?: Labels;
  /** Absent for executions that began before whole numbers kept all their digits: they go on comparing doubles. */
  readonly numbers?: 'exact';
  /** Name of the flow that handles its failure; absent without one. */
  readonly onFailure?: string;
  /** The dispatch message that owns the start. */
  readonly owner: MessageId;
  /** Key of the execution's task tokens; never shown. */
  readonly tokenKey: string;
  /** The parent's task that started this execution. By it a repeat of that start is told from a start by another caller. */
  readonly startedBy?: string;
  /** The span of the caller that started it, as W3C's `traceparent`; absent without one, and where nothing is traced. */
  readonly traceparent?: string;
  /** Token of the task to complete when this execution ends (`CallbackFnFTaskToken`). */
  readonly parentToken?: string;
  /** Absent for an execution that no task has started, and for those of the time before families were bounded. */
  readonly descent?: Descent;
  /** Present in a map run and its batches. Their ids name no flow: each map run lists its batches under an id of its own. */
  readonly part?: ExecutionPart;
  /**
   * The events of the first record, when they were decided with the start: made at `startedAt` under `owner`. The log
   * then begins behind them.
   */
  readonly firstEvents?: readonly ExecutionEvent[];
  /**
   * For a fork: the executions whose logs, one behind the other, are the beginning of its own; the last one is the execution
   * that was forked. The ExecutionForked event comes next.
   */
  readonly origins?: readonly Origin[];
  /** Names of its forks, in no order; absent without any. */
  readonly forks?: readonly string[];
  /** Absent until the execution goes on after an end. */
  readonly redriven?: Redriven;
  /** Absent while the execution has not ended. */
  readonly end?: ExecutionEnd;
}

/** Which executions to list. All conditions must hold; bounds are inclusive. */
export interface ExecutionQuery {
  /** A flow, or several whose executions are listed together. */
  readonly flowId: string | readonly string[];
  readonly limit: number;
  /** An opaque position from an earlier page. */
  readonly nextToken?: string;
  /** `Starting` matches nothing: an execution is listed as `Running` until it has ended. */
  readonly status?: ExecutionStatus;
  /** Name of the error that it ended with. */
  readonly error?: string;
  /** A label that it has, as `name=value`. */
  readonly label?: string;
  /** The number or alias that it was started with; `LATEST` for those started without. */
  readonly qualifier?: string;
  readonly namePrefix?: string;
  readonly startedFrom?: Instant;
  readonly startedTo?: Instant;
}

/**
 * Some executions, newest first, of one instant by descending flow and name; and where the next page begins (absent on
 * the last). A page may be short, or empty, and still not be the last.
 */
export interface ExecutionPage {
  readonly executions: readonly ExecutionHeader[];
  readonly nextToken?: string;
}

/** The way to a value inside another one: names of members and positions. */
export type Path = readonly (string | number)[];

/** A value of a record that is kept apart because of its size. */
export interface Cut {
  /** Its place in the record, where an empty text or null is instead. */
  readonly path: Path;
  /** The text that holds it. */
  readonly ref: BlobRef;
  /** True when the value is that text itself; it is what the text means as JSON otherwise. */
  readonly isText?: true;
  /** The way to the value inside what the text means; absent where it is all of that. */
  readonly at?: Path;
}

/** A record as a store keeps it. */
export interface StoredRecord extends ExecutionRecord {
  /** The outermost first; absent where nothing of it is large. */
  readonly cuts?: readonly Cut[];
}

/** A header with the records that fold to the newest state. */
export interface LoadedExecution {
  readonly header: ExecutionHeader;
  /** From the newest record with a snapshot (or the first record) to the newest record. */
  readonly records: readonly StoredRecord[];
}

/** Keeps executions: one header and one log each. Every read reflects all writes that were acknowledged before. */
export interface ExecutionStore {
  /**
   * Creates an execution, a fork with the record that begins with ExecutionForked: both or neither. `endsBy` is that of the
   * appended records.
   *
   * @returns false, and writes nothing, when an execution with that id exists (ended ones included).
   */
  create(header: ExecutionHeader, forked?: StoredRecord, endsBy?: Instant): Promise<boolean>;

  /** Notes the name of a fork in the header of the execution that was forked, if that is there; a repeat changes nothing. */
  noteFork(id: ExecutionId, name: string): Promise<void>;

  /** @returns undefined when there is no such execution. */
  readHeader(id: ExecutionId): Promise<ExecutionHeader | undefined>;

  /** @returns undefined when there is no such execution. */
  load(id: ExecutionId): Promise<LoadedExecution | undefined>;

  /**
   * Adds a record to the end of the log.
   *
   *   driver A  ── load ..7 ─────── append 8..11 ✓
   *   driver B  ───── load ..7 ─────────────────── append 8..9 ✗  (8 exists)
   *
   * @param endsBy latest instant at which the execution ends; a year from now when left out. A store that must set the
   * expiry of a record when it writes it computes it from this.
   * The records before a fork's first own one are added after it, in their order.
   *
   * @returns false, and writes nothing, when a record starting at the same event exists.
   */
  append(id: ExecutionId, record: StoredRecord, endsBy?: Instant): Promise<boolean>;

  /**
   * The records from which the events `from`..`to` can be rendered, in order: from the newest record with a
   * snapshot that ends before `from` (or the first record) to the one holding `to` (or the newest).
   */
  readRecords(id: ExecutionId, from: EventId, to: EventId): Promise<readonly StoredRecord[]>;

  /**
   * Adds a record to the log of an execution that has ended and takes the end out of its header: both or neither.
   *
   *   driver A  ── close (end 1) ✓ ──────────────────────── close (end 1, again) ✗ (it has gone on since)
   *   caller    ───────────────────── reopen (count 1) ✓
   *
   * @returns false, and writes nothing, when a record starting at the same event exists, the execution has no end, or it
   * has not gone on exactly once less than `redriven` says.
   */
  reopen(id: ExecutionId, record: StoredRecord, redriven: Redriven, endsBy?: Instant): Promise<boolean>;

  /**
   * Writes the end into the header; a second end changes nothing, nor does one from before the execution went on.
   * `endsBy` is that of the appended records.
   */
  close(id: ExecutionId, end: ExecutionEnd, endsBy?: Instant): Promise<void>;

  /** Resolves to the header as soon as it has an end, or as it is at `until`; undefined when there is no such execution. */
  awaitEnd(id: ExecutionId, until: Instant): Promise<ExecutionHeader | undefined>;

  /** @throws InvalidPageToken when `nextToken` did not come from this store. */
  list(query: ExecutionQuery): Promise<ExecutionPage>;

  /** Ids of all executions of a flow without an end, in no order; the list may lag behind by some seconds. */
  listUnfinished(flowId: string): AsyncIterable<ExecutionId>;
}

/** Id of the flow that an execution belongs to. */
export function flowIdOf({ id, part }: Pick<ExecutionHeader, 'id' | 'part'>): string {
  return part?.flowId ?? id.flowId;
}

/** The name by which callers find an execution in its flow. */
export function fullNameOf({ id, part }: Pick<ExecutionHeader, 'id' | 'part'>): string {
  return part?.fullName ?? id.name;
}
