import type { PageRequest } from '../../ports/flow-store.ts';
import { integerUpTo, oneOf, text } from './param-kinds.ts';
import { optional } from './params.ts';

/** Texts that describe and are never read by the service. */
export const freeText = text(0, 4_096);

/** The text of a flow; its size is a matter of the limits and checked with the rest of it. */
export const definitionText = text(0, Number.MAX_SAFE_INTEGER);

/** What a flow may say it is written in; both are read as FDL. */
export const flowType = oneOf('FDL', 'DEFAULT');

/** A task token, or anything else that might pass for one. */
export const taskToken = text(1, 4_096);

/** Name of an error that a caller reports. */
export const errorName = text(1, 128);

/** What a caller says of an error. */
export const errorCause = text(1, 4_096);

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

/** When a schedule fires; what the text must say is checked with the rest of it. */
export const cronText = text(1, 256);
