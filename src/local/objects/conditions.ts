import type { IncomingHttpHeaders } from 'node:http';
import type { StoredObject } from '../../adapters/embedded/objects/stored-object.ts';

type Versioned = Pick<StoredObject, 'etag' | 'modifiedAt'>;

/** Checks the conditions of a read; `same` when the client has the object already. */
export function readCondition(headers: IncomingHttpHeaders, object: Versioned): 'holds' | 'same' | 'fails' {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const since = instantOf(headers['if-modified-since']);
  const unmodifiedSince = instantOf(headers['if-unmodified-since']);
  const changedAt = Math.floor(object.modifiedAt / 1_000) * 1_000;
  if (
    match === undefined ? unmodifiedSince !== undefined && changedAt > unmodifiedSince : !names(match, object)
  )
    return 'fails';
  if (noneMatch !== undefined) return names(noneMatch, object) ? 'same' : 'holds';
  return since !== undefined && changedAt <= since ? 'same' : 'holds';
}

/** True when the conditions on the source of a copy hold. */
export function copyCondition(headers: IncomingHttpHeaders, object: Versioned): boolean {
  const ofSource = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-amz-copy-source-if-'))
    .map(([name, value]) => [name.slice('x-amz-copy-source-'.length), value]);
  return readCondition(Object.fromEntries(ofSource), object) === 'holds';
}

/** The check whether an object may be replaced. @returns undefined when every object may. */
export function writeCondition(
  headers: IncomingHttpHeaders,
): ((before: Versioned | undefined) => boolean) | undefined {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match === undefined && noneMatch === undefined) return undefined;
  return (before) =>
    (match === undefined || (before !== undefined && names(match, before))) &&
    (noneMatch === undefined || before === undefined || !names(noneMatch, before));
}

/** True when a list of entity tags has that of the object; `*` is any. */
function names(list: string, { etag }: Versioned): boolean {
  const tags = list.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
  return tags.includes('*') || tags.includes(etag);
}

function instantOf(header: string | undefined): number | undefined {
  const instant = Date.parse(header ?? '');
  return Number.isNaN(instant) ? undefined : instant;
}
