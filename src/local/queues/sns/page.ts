import type { JsonObject } from '../../../common/json.ts';
import { invalidParameter } from '../../../queues/topics/topic-error.ts';
import { optionalText } from './parameters.ts';

const PAGE = 100;

/** A page of a list that is in the order of its keys, and how to ask for the next one. */
export async function page<T>(
  parameters: JsonObject,
  list: (after: string, limit: number) => Promise<readonly T[]>,
  keyOf: (item: T) => string,
): Promise<{ readonly items: readonly T[]; readonly more: JsonObject }> {
  const token = optionalText(parameters, 'NextToken') ?? '';
  const after = Buffer.from(token, 'base64url').toString();
  if (Buffer.from(after).toString('base64url') !== token)
    throw invalidParameter('NextToken', 'Invalid token');
  const found = await list(after, PAGE + 1);
  const items = found.slice(0, PAGE);
  const last = items.at(-1);
  if (found.length <= PAGE || last === undefined) return { items, more: {} };
  return { items, more: { NextToken: Buffer.from(keyOf(last)).toString('base64url') } };
}
