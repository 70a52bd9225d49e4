import type { Instant } from '../interpreter/event.ts';
import type { MessageId } from '../interpreter/record.ts';
import type { ExecutionId } from './execution-store.ts';
import type { BlobRef } from './kept-text.ts';

/**
 * The execution that a text belongs to. Its name can be used again after it has been removed, its start message never:
 * no text is lost with another execution, and none is shared.
 */
export interface BlobHolder {
  readonly id: ExecutionId;
  /** The dispatch message that owns its start. */
  readonly owner: MessageId;
}

/** Keeps texts that are too large to lie in a record or header, each by its content and for one execution. */
export interface BlobStore {
  /**
   * Keeps a text until its execution is removed. One that is there already stays as it is: it is the same.
   *
   * @param endsBy latest instant at which the execution ends; a year from now when left out, as for records.
   */
  put(holder: BlobHolder, ref: BlobRef, text: string, endsBy?: Instant): Promise<void>;

  /** @returns undefined when there is no such text. @throws DamagedData when it cannot be read */
  get(holder: BlobHolder, ref: BlobRef): Promise<string | undefined>;

  /**
   * Lets all texts of an ended execution be kept as long as those to come. Called before it goes on, and again by a
   * caller that tries again.
   */
  keep(holder: BlobHolder, endsBy: Instant): Promise<void>;
}
