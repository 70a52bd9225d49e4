import { type MnsContext, wholeNumber } from './operation.ts';
import { document, fields } from './xml/write-xml.ts';

const MOST = 1_000;

/** The page that the headers of a listing ask for. */
export interface Listing {
  readonly prefix: string;
  readonly marker: string;
  readonly limit: number;
  /** True when attributes are wanted too. */
  readonly withMeta: boolean;
}

export function readListing({ request: { headers } }: MnsContext): Listing {
  const limit = headers['x-mns-ret-number'];
  return {
    prefix: headers['x-mns-prefix'] ?? '',
    marker: Buffer.from(headers['x-mns-marker'] ?? '', 'base64url').toString(),
    limit: limit === undefined ? MOST : wholeNumber('x-mns-ret-number', limit, 1, MOST),
    withMeta: headers['x-mns-with-meta']?.toLowerCase() === 'true',
  };
}

/** The document of a page of a list, of which one more entry was asked for to see whether the list goes on. */
export function pageXml(
  root: string,
  found: readonly string[],
  { limit }: Listing,
  entries: readonly string[],
): string {
  const last = found[limit - 1];
  const isMore = found.length > limit && last !== undefined;
  const next = isMore ? fields({ NextMarker: Buffer.from(last).toString('base64url') }) : '';
  return document(root, entries.join('') + next);
}
