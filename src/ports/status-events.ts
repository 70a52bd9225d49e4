import type { ExecutionEnd, ExecutionHeader } from './execution-store.ts';

/** The `source` of all events. */
export const EVENT_SOURCE = 'fdl-on-aws';

/** A change of an execution's status that a receiver outside hears of: it ended, or it began or went on after an end. */
export type StatusChange = 'ended' | 'started';

/** All of them, as options name them. */
export const STATUS_CHANGES: readonly StatusChange[] = ['ended', 'started'];

/** A change as the engine tells it. A header of a change that is no end has none. */
export interface ToldStatus {
  readonly header: ExecutionHeader;
  /** Present for an end. */
  readonly end?: ExecutionEnd;
}

/**
 * An execution's status, as its receivers get it. The names follow those of the status change events of Step Functions, the values of
 * `status` those of DescribeExecution. The schema is docs/reference/status-event.schema.json.
 */
export interface StatusDetail {
  /** The same in each repeat of an event, different for all others. */
  readonly eventId: string;
  readonly executionArn: string;
  readonly flowArn: string;
  readonly flowName: string;
  readonly name: string;
  readonly status: 'Running' | ExecutionEnd['status'];
  /** Milliseconds since 1970. */
  readonly startDate: number;
  /** Milliseconds since 1970; null while it runs. */
  readonly stopDate: number | null;
  /** JSON object text; null when it is left out for its size. */
  readonly input: string | null;
  readonly inputDetails: { readonly included: boolean };
  /** JSON object text of a success; null without one, and when it is left out for its size. */
  readonly output: string | null;
  /** Null where there is no output. */
  readonly outputDetails: { readonly included: boolean } | null;
  readonly error: string | null;
  readonly cause: string | null;
  /** The step that failed, or moved last; null after a success, and while it runs. */
  readonly step: string | null;
  /** How often it had gone on after an end. */
  readonly redriveCount: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Where a home is, as its events say. Both are empty in the embedded home. */
export interface EventOrigin {
  readonly region: string;
  readonly account: string;
}

/** Tells a receiver outside of executions that change their status, each change at least once. */
export interface StatusEvents {
  /** The changes that it tells of. */
  readonly changes: ReadonlySet<StatusChange>;

  /** Resolves once the event is out, or is kept and will go out. A receiver that does not take it delays nothing. */
  tell(told: ToldStatus): Promise<void>;

  /** Tries once more to get an event out that was kept as a message. @throws when the receiver does not take it */
  retry(detail: StatusDetail): Promise<void>;
}
