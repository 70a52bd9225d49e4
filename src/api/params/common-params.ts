import type { PageRequest } from '../../ports/flow-store.ts';
import { integerUpTo, oneOf, text } from './param-kinds.ts';
import { optional } from './params.ts';

/** Texts that describe and are never read by the service. */
export const freeText = text(0, 4_096);

/** The text of a flow; its size is a matter of the limits and checked with the rest of it. */
export const definitionText = text(0, Number.MAX_SAFE_INTEGER);

/** The type of a flow; both values are read as FDL. */
export const flowType = oneOf('FDL', 'DEFAULT');

/** How executions are meant to run; both ways are served durably. */
export const executionMode = oneOf('Standard', 'Express');

/** A task token, or anything else that might pass for one. */
export const taskToken = text(1, 4_096);

/** Name of an error that a caller reports. */
export const errorName = text(1, 128);

/** Cause of an error that a caller reports. */
export const errorCause = text(1, 4_096);

/** How far a worker has come, in its own words: with its key it fits into one unit of a store's writes. */
export const heartbeatDetail = text(1, 800);

/** Entries of a page whose request has no `Limit`. */
export const DEFAULT_PAGE_SIZE = 60;

/** Which page of a list whose pages have at most `maxLimit` entries. */
export function pageParams(maxLimit: number) {
  return { Limit: optional(integerUpTo(maxLimit)), NextToken: optional(text(1, 4_096)) };
}

/** The page that the parameters ask a store for. */
export function pageRequest(params: {
  readonly Limit: number | undefined;
  readonly NextToken: string | undefined;
}): PageRequest {
  const limit = params.Limit ?? DEFAULT_PAGE_SIZE;
  return params.NextToken === undefined ? { limit } : { limit, nextToken: params.NextToken };
}

/** A cron expression; its rules are checked with the rest of the schedule. */
export const cronText = text(1, 256);
