import type { Instant } from '../interpreter/event.ts';
import type { ExecutionId } from '../ports/execution-store.ts';
import type { Page, PageRequest } from '../ports/flow-store.ts';

/** A message of the engine that outlives the process: nothing else would bring it back. */
export interface KeptMessage {
  readonly id: string;
  readonly sentAt: Instant;
  /** Empty for one that cannot be read. */
  readonly kind: string;
  /** The flow that it concerns, where it names one. */
  readonly flowName?: string;
  readonly executionName?: string;
  /** Why it is not handled; absent for one that is. */
  readonly problem?: string;
}

/** The interface of a home for its operators. */
export interface Operator {
  /** True until `resume`, when the home was started without driving or delivering anything. */
  isPaused(): boolean;
  /** Begins all that was left out; does nothing in a home that is not paused. */
  resume(): Promise<void>;
  /** Messages that no handler is done with, oldest first. @throws InvalidPageToken */
  messages(page: PageRequest): Promise<Page<KeptMessage>>;
  /** @returns false when there is no such message */
  deleteMessage(id: string): Promise<boolean>;
  /**
   * Copies all data, as they are at one moment, into a new folder, and returns its path; undefined in a home that keeps nothing.
   */
  backUp(): Promise<string | undefined>;
  /** Why an execution is not taken up at starts; undefined for one that is. */
  holdReason(id: ExecutionId): string | undefined;
}
