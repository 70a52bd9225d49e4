import { stringifyJson } from '../../common/json-text.ts';
import { InvalidPageToken, type PageRequest } from '../../ports/flow-store.ts';
import { ApiError } from '../api-error.ts';

/** JSON bytes of the entries of one response; a Lambda function cannot return more than 6 MB, and may have to encode them. */
export const MAX_PAGE_BYTES = 4_000_000;

interface StoredPage<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** Entries as the API shows them. */
interface ShownPage<V> {
  readonly views: readonly V[];
  /** To be spread into the response: empty on the last page. */
  readonly next: { readonly NextToken?: string };
}

/**
 * Shows a page, cut to the size of one response.
 *
 * Tokens are made by the store, so a page that is too large is read again with the limit that fits.
 *
 * @throws ApiError `InvalidArgument` for a token that the store did not make.
 */
export async function boundedPage<T, V>(
  request: PageRequest,
  read: (request: PageRequest) => Promise<StoredPage<T>>,
  show: (item: T) => Promise<V> | V,
): Promise<ShownPage<V>> {
  const page = await refuseForeignToken(read(request));
  const views: V[] = [];
  let bytes = 0;
  for (const item of page.items) {
    const view = await show(item);
    bytes += jsonBytes(view);
    if (bytes > MAX_PAGE_BYTES && views.length > 0) {
      return await boundedPage({ ...request, limit: views.length }, read, show);
    }
    views.push(view);
  }
  return { views, next: page.nextToken === undefined ? {} : { NextToken: page.nextToken } };
}

/** UTF-8 bytes that a value takes in a response. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(stringifyJson(value));
}

async function refuseForeignToken<T>(page: Promise<T>): Promise<T> {
  try {
    return await page;
  } catch (error) {
    if (!(error instanceof InvalidPageToken)) throw error;
    throw new ApiError(
      'InvalidArgument',
      'Parameter NextToken is not the token of an earlier page of this list',
    );
  }
}
