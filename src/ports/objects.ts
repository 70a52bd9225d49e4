import { cutText } from '../common/cut-text.ts';
import { isBucketName, isObjectKey, MAX_KEY_BYTES } from '../common/object-names.ts';
import type { Instant } from '../interpreter/event.ts';
import type { Caller } from './task-targets.ts';

/** A bucket and the key of an object in it. */
export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
}

/** One version of an object: another one has another entity tag. */
export interface ObjectVersion {
  readonly bytes: number;
  /** Without quotes; its form is the store's own business. */
  readonly etag: string;
}

/** Bytes of one version of an object, `to` excluded. */
export interface ObjectRange {
  readonly etag: string;
  readonly from: number;
  /** At most the bytes of the object. */
  readonly to: number;
}

/** The objects of a bucket whose keys begin so; all of them where the prefix is empty. */
export interface ObjectPrefix {
  readonly bucket: string;
  readonly prefix: string;
}

/** A page of a list. */
export interface ObjectPage {
  /** The page begins behind this key, whether there is such an object or not; empty for the first one. */
  readonly startAfter: string;
  /** From 1 to {@link MAX_LISTED}. */
  readonly limit: number;
}

/** An object as a list tells of it. */
export interface ListedObject extends ObjectVersion {
  readonly key: string;
  readonly lastModified: Instant;
}

/** Most objects of one page of a list. */
export const MAX_LISTED = 1_000;

/**
 * Why objects cannot be used, in a way that no repeat mends: the flow may not; there is no such bucket; the object was replaced or removed since;
 * the store takes no such name or body.
 */
export type ObjectProblem = 'denied' | 'no bucket' | 'changed' | 'refused';

/** A problem with objects that the flow, or who gave it its rights, must mend. The message names the object and says why. */
export class ObjectError extends Error {
  readonly problem: ObjectProblem;

  constructor(problem: ObjectProblem, message: string) {
    super(message);
    this.name = 'ObjectError';
    this.problem = problem;
  }
}

/**
 * The objects that a flow reads items from and writes results to.
 *
 * Every function throws an {@link ObjectError} where a repeat does not help, and any other error where it may.
 */
export interface ObjectPort {
  /** @returns undefined when there is no such object. */
  head(name: ObjectName): Promise<ObjectVersion | undefined>;

  /** Reads all bytes of a range, which its caller keeps small: they are in memory at once. @throws ObjectError `changed` when the object is another, or gone */
  read(name: ObjectName, range: ObjectRange): Promise<Uint8Array>;

  /** Writes an object whole, in place of the one that is there: readers see either. The same call again leaves the same object. */
  write(name: ObjectName, body: Uint8Array | string, contentType: string): Promise<void>;

  /** A page of objects in the order of their keys' bytes in UTF-8. */
  list(
    objects: ObjectPrefix,
    page: ObjectPage,
  ): Promise<{ readonly objects: readonly ListedObject[]; readonly hasMore: boolean }>;
}

/** The flow on whose behalf objects are used. */
export type ObjectUser = Pick<Caller, 'flowName' | 'roleArn'>;

/** Objects as each flow may use them. */
export interface Objects {
  /** With the role of the flow, where roles count. @throws ObjectError for a flow that may use none */
  forFlow(user: ObjectUser): ObjectPort;
}

/** The bucket that a flow names is not there. */
export function noSuchBucket(bucket: string): ObjectError {
  return new ObjectError('no bucket', `There is no bucket ${bucket}`);
}

/** An object is no longer the version that is read. */
export function objectChanged({ bucket, key }: ObjectName): ObjectError {
  return new ObjectError(
    'changed',
    `The object ${shown(key)} of bucket ${bucket} was replaced or removed while it was read`,
  );
}

/** @throws ObjectError when there can be no such bucket or key */
export function demandObjectName({ bucket, key }: ObjectName): void {
  demandBucketName(bucket);
  if (isObjectKey(key)) return;
  throw new ObjectError(
    'refused',
    `${shown(key)} is no key of an object; allowed are 1 to ${MAX_KEY_BYTES} bytes of text in UTF-8`,
  );
}

/** @throws ObjectError when there can be no such bucket */
export function demandBucketName(bucket: string): void {
  if (isBucketName(bucket)) return;
  throw new ObjectError(
    'refused',
    `${shown(bucket)} is no name of a bucket; allowed are 3 to 63 characters: a-z, 0-9, - and .`,
  );
}

function shown(name: string): string {
  return JSON.stringify(cutText(name, 80));
}
