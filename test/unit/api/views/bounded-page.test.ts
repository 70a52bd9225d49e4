import { describe, expect, test } from 'vitest';
import { boundedPage, MAX_PAGE_BYTES } from '../../../../src/api/views/bounded-page.ts';
import { InvalidPageToken, type PageRequest } from '../../../../src/ports/flow-store.ts';

const list =
  (texts: readonly string[]) =>
  async ({ limit, nextToken = '0' }: PageRequest) => {
    const from = Number(nextToken);
    const items = texts.slice(from, from + limit);
    return from + limit < texts.length ? { items, nextToken: String(from + limit) } : { items };
  };

const upper = (text: string) => text.toUpperCase();

describe('a page', () => {
  test('holds what the store answers, and where the next one begins', async () => {
    const read = list(['a', 'b', 'c']);
    expect(await boundedPage({ limit: 2 }, read, upper)).toEqual({
      views: ['A', 'B'],
      next: { NextToken: '2' },
    });
    expect(await boundedPage({ limit: 2, nextToken: '2' }, read, upper)).toEqual({ views: ['C'], next: {} });
  });

  test('ends early where a response would be too large, and the next one begins there', async () => {
    const large = 'x'.repeat(MAX_PAGE_BYTES / 2 - 2);
    const read = list([large, large, 'c', 'd']);
    const page = await boundedPage({ limit: 4 }, read, (text) => text);
    expect(page).toEqual({ views: [large, large], next: { NextToken: '2' } });
    expect(await boundedPage({ limit: 4, nextToken: '2' }, read, upper)).toEqual({
      views: ['C', 'D'],
      next: {},
    });
  });

  test('holds one entry at least, however large', async () => {
    const large = 'x'.repeat(MAX_PAGE_BYTES + 1);
    expect(await boundedPage({ limit: 5 }, list([large, 'b']), (text) => text)).toEqual({
      views: [large],
      next: { NextToken: '1' },
    });
  });

  test('is refused for a token that the store did not make', async () => {
    const read = async () => {
      throw new InvalidPageToken();
    };
    await expect(boundedPage({ limit: 1, nextToken: '?' }, read, upper)).rejects.toMatchObject({
      code: 'InvalidArgument',
    });
  });

  test('passes on what else the store throws', async () => {
    const read = async () => {
      throw new RangeError('disk');
    };
    await expect(boundedPage({ limit: 1 }, read, upper)).rejects.toThrow(RangeError);
  });
});
