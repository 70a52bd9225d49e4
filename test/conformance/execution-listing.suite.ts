import { expect, test } from 'vitest';

import type { ExecutionQuery, ExecutionStore } from '../../src/ports/execution-store.ts';
import { InvalidPageToken } from '../../src/ports/flow-store.ts';
import { makeHeader, START, SUCCEEDED } from './execution-fixtures.ts';

/** Names of all pages, page by page. */
async function readPages(
  store: ExecutionStore,
  query: Omit<ExecutionQuery, 'flowId'> & Partial<ExecutionQuery>,
): Promise<string[][]> {
  const pages: string[][] = [];
  let nextToken: string | undefined;
  do {
    const page = await store.list({
      flowId: 'flow-1',
      ...query,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    pages.push(page.executions.map((header) => header.id.name));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return pages;
}

/** Ten executions `run-0` … `run-9`, one a second; odd ones have ended, `other` belongs to another flow. */
async function fill(store: ExecutionStore): Promise<void> {
  for (let index = 0; index < 10; index += 1) {
    const header = makeHeader(`run-${index}`, { startedAt: START + index * 1_000 });
    await store.create(header);
    if (index % 2 === 1)
      await store.close(header.id, { ...SUCCEEDED, status: index === 9 ? 'Failed' : 'Succeeded' });
  }
  await store.create(makeHeader('other', { id: { flowId: 'flow-2', name: 'other' } }));
}

function runs(...indexes: number[]): string[] {
  return indexes.map((index) => `run-${index}`);
}

/** Order, filters and pages of lists. */
export function describeListing(store: () => ExecutionStore): void {
  test('Pages hold the newest first and leave nothing out', async () => {
    await fill(store());

    expect(await readPages(store(), { limit: 4 })).toEqual([runs(9, 8, 7, 6), runs(5, 4, 3, 2), runs(1, 0)]);
    expect((await readPages(store(), { limit: 5 })).flat()).toEqual(runs(9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
    expect(await readPages(store(), { limit: 100 })).toHaveLength(1);
  });

  test.each<[string, Omit<ExecutionQuery, 'flowId' | 'limit'>, number[]]>([
    ['Running', { status: 'Running' }, [8, 6, 4, 2, 0]],
    ['Succeeded', { status: 'Succeeded' }, [7, 5, 3, 1]],
    ['Failed', { status: 'Failed' }, [9]],
    ['Stopped', { status: 'Stopped' }, []],
    ['Starting', { status: 'Starting' }, []],
    ['a prefix', { namePrefix: 'run-3' }, [3]],
    ['the prefix of all', { namePrefix: 'run' }, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
    ['a prefix in the wrong case', { namePrefix: 'RUN' }, []],
    ['a prefix with signs of patterns', { namePrefix: 'run_%' }, []],
    ['an inclusive lower bound', { startedFrom: START + 7_000 }, [9, 8, 7]],
    ['an inclusive upper bound', { startedTo: START + 2_000 }, [2, 1, 0]],
    ['both bounds', { startedFrom: START + 3_001, startedTo: START + 5_999 }, [5, 4]],
    ['bounds that exclude each other', { startedFrom: START + 5, startedTo: START }, []],
    [
      'everything',
      { status: 'Running', namePrefix: 'run-', startedFrom: START + 2_000, startedTo: START + 6_000 },
      [6, 4, 2],
    ],
  ])('The list keeps to %s, in pages of one, two and many', async (_title, query, expected) => {
    await fill(store());

    for (const limit of [1, 2, 100]) {
      expect((await readPages(store(), { ...query, limit })).flat()).toEqual(runs(...expected));
    }
  });
}

/** Lists over several flows, and of those that ended with an error. */
export function describeListsOfMany(store: () => ExecutionStore): void {
  const flowId = ['flow-1', 'flow-2', 'flow-3'];
  const failed = (error: string) =>
    ({
      status: 'Failed',
      stoppedAt: START + 9,
      output: '',
      failure: { error, cause: 'c' },
      step: 's',
    }) as const;

  const nameOf = (index: number) => `run-${String(index).padStart(2, '0')}`;

  /** 30 executions of three flows, three in each instant; every third has failed, of these every second with A. */
  async function fillThree(): Promise<string[]> {
    const indexes = Array.from({ length: 30 }, (_, index) => 29 - index);
    await Promise.all(
      indexes.map(async (index) => {
        const id = { flowId: `flow-${(index % 3) + 1}`, name: nameOf(index) };
        await store().create(makeHeader('', { id, startedAt: START + Math.floor(index / 3) * 1_000 }));
        if (index % 3 === 0) await store().close(id, failed(index % 2 === 0 ? 'A' : 'B'));
        if (index % 3 === 1) await store().close(id, SUCCEEDED);
      }),
    );
    await store().create(makeHeader('other', { id: { flowId: 'flow-4', name: 'other' } }));
    return indexes.map(nameOf);
  }

  test('Executions of several flows are one list, newest first, in pages of any size', async () => {
    const names = await fillThree();

    for (const limit of [1, 4, 30, 99]) {
      expect((await readPages(store(), { flowId, limit })).flat()).toEqual(names);
    }
    expect(await readPages(store(), { flowId: [], limit: 4 })).toEqual([[]]);
  });

  test.each<[string, Omit<ExecutionQuery, 'flowId' | 'limit'>, (index: number) => boolean]>([
    ['Running', { status: 'Running' }, (index) => index % 3 === 2],
    ['Succeeded', { status: 'Succeeded' }, (index) => index % 3 === 1],
    ['Failed', { status: 'Failed' }, (index) => index % 3 === 0],
    ['TimedOut', { status: 'TimedOut' }, () => false],
    ['an error', { error: 'A' }, (index) => index % 6 === 0],
    ['an error and its status', { error: 'B', status: 'Failed' }, (index) => index % 6 === 3],
    ['an error and another status', { error: 'B', status: 'Stopped' }, () => false],
    ['an error and a status without', { error: 'B', status: 'Succeeded' }, () => false],
    ['an error that nothing has', { error: 'a' }, () => false],
    ['times', { startedFrom: START + 2_000, startedTo: START + 3_999 }, (index) => index >= 6 && index < 12],
    ['a prefix', { namePrefix: 'run-1' }, (index) => index >= 10 && index < 20],
  ])('A list of several flows keeps to %s', async (_title, query, isWanted) => {
    const names = await fillThree();
    const expected = names.filter((name) => isWanted(Number(name.slice(4))));

    for (const limit of [1, 2, 99]) {
      expect((await readPages(store(), { ...query, flowId, limit })).flat()).toEqual(expected);
    }
  });

  test('Those of one flow that ended with an error are listed with error and step', async () => {
    await fillThree();
    const { executions } = await store().list({ flowId: 'flow-1', error: 'B', limit: 2 });

    expect(executions.map(({ id, end }) => [id.name, end])).toEqual([
      ['run-27', failed('B')],
      ['run-21', failed('B')],
    ]);
    expect((await readPages(store(), { error: 'B', limit: 2 })).flat()).toEqual([
      'run-27',
      'run-21',
      'run-15',
      'run-09',
      'run-03',
    ]);
  });
}

/** Lists of those that have a label. */
export function describeLabels(store: () => ExecutionStore): void {
  const flowId = ['flow-1', 'flow-2'];

  /** Twelve executions of three flows; every third is of the shop `a=b`, and each has its order. */
  async function fillLabelled(): Promise<void> {
    const indexes = Array.from({ length: 12 }, (_, index) => index);
    await Promise.all(
      indexes.map(async (index) => {
        const id = { flowId: `flow-${(Math.floor(index / 3) % 3) + 1}`, name: `run-${index}` };
        const labels = { order: `ORD-${index}`, ...(index % 3 === 0 && { shop: 'a=b' }) };
        const firstAt = START + index * 1_000;
        await store().create(makeHeader('', { id, startedAt: firstAt, labels }));
        if (index === 9) await store().close(id, { ...SUCCEEDED, status: 'Failed' });
      }),
    );
    await store().create(makeHeader('bare', { startedAt: START + 99_000 }));
  }

  test('An execution comes back with its labels', async () => {
    const header = makeHeader('a', { labels: { order: '1', ключ: '値 😀' } });
    await store().create(header);

    expect(await store().readHeader(header.id)).toEqual(header);
    expect((await store().list({ flowId: 'flow-1', label: 'ключ=値 😀', limit: 9 })).executions).toEqual([
      header,
    ]);
  });

  test.each<[string, Partial<ExecutionQuery>, number[]]>([
    ['a label of one', { label: 'order=ORD-4' }, [4]],
    ['a label of several', { label: 'shop=a=b' }, [9, 3, 0]],
    ['a label and one flow', { flowId: 'flow-2', label: 'shop=a=b' }, [3]],
    ['a label of another flow', { flowId: 'flow-2', label: 'order=ORD-0' }, []],
    ['a label and a status', { label: 'shop=a=b', status: 'Failed' }, [9]],
    ['a label and a prefix', { label: 'shop=a=b', namePrefix: 'run-3' }, [3]],
    ['a label and times', { label: 'shop=a=b', startedFrom: START + 1, startedTo: START + 3_000 }, [3]],
    ['a label and times without any', { label: 'shop=a=b', startedFrom: START + 1, startedTo: START }, []],
    ['the beginning of a label', { label: 'order=ORD-' }, []],
    ['a label in another case', { label: 'order=ord-4' }, []],
    ['a label that nothing has', { label: 'order' }, []],
  ])('Lists keep to %s', async (_title, query, expected) => {
    await fillLabelled();

    for (const limit of [1, 99]) {
      expect((await readPages(store(), { flowId, ...query, limit })).flat()).toEqual(runs(...expected));
    }
  });

  test('A start that finds its name in use makes nothing to be found', async () => {
    await store().create(makeHeader('a', { labels: { order: '1' } }));
    const late = makeHeader('a', { startedAt: START + 5_000, labels: { order: '1', other: '2' } });

    expect(await store().create(late)).toBe(false);
    expect(await readPages(store(), { label: 'order=1', limit: 9 })).toEqual([['a']]);
    expect(await readPages(store(), { label: 'other=2', limit: 9 })).toEqual([[]]);
  });
}

/** Page tokens: what they survive and which are refused. */
export function describePageTokens(store: () => ExecutionStore): void {
  test('Executions that started in the same instant are each listed once', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `same-${index}`);
    for (const name of names) await store().create(makeHeader(name));

    expect((await readPages(store(), { limit: 2 })).flat().sort()).toEqual(names);
  });

  test('Executions that start between two pages neither repeat nor push out others', async () => {
    await fill(store());
    const first = await store().list({ flowId: 'flow-1', limit: 3 });
    await store().create(makeHeader('late', { startedAt: START + 60_000 }));

    const second = await store().list({
      flowId: 'flow-1',
      limit: 3,
      nextToken: first.nextToken ?? 'missing',
    });

    expect(second.executions.map((header) => header.id.name)).toEqual(runs(6, 5, 4));
  });

  test('Listed headers are whole', async () => {
    await fill(store());

    const { executions } = await store().list({ flowId: 'flow-1', limit: 1 });

    expect(executions).toEqual([await store().readHeader({ flowId: 'flow-1', name: 'run-9' })]);
  });

  test.each(['', 'garbage', '😀', 'bnVsbA', 'e30', `${'A'.repeat(5_000)}`])(
    'The page token %j is refused',
    async (nextToken) => {
      await fill(store());

      await expect(store().list({ flowId: 'flow-1', limit: 3, nextToken })).rejects.toThrow(InvalidPageToken);
    },
  );

  test("A page token of another flow's list is refused", async () => {
    await fill(store());
    const { nextToken = '' } = await store().list({ flowId: 'flow-1', limit: 3 });

    expect(nextToken).toMatch(/^[\w-]+$/);
    await expect(store().list({ flowId: 'flow-2', limit: 3, nextToken })).rejects.toThrow(InvalidPageToken);
  });
}

/** The list by which a deleted flow's executions are stopped. */
export function describeUnfinished(store: () => ExecutionStore): void {
  const names = async (flowId: string) => {
    const found: string[] = [];
    for await (const id of store().listUnfinished(flowId)) found.push(`${id.flowId}/${id.name}`);
    return found.sort();
  };

  test('Unfinished executions of a flow are listed', async () => {
    for (const name of ['a', 'b', 'c']) await store().create(makeHeader(name));
    await store().create(makeHeader('z', { id: { flowId: 'flow-2', name: 'z' } }));
    await store().close({ flowId: 'flow-1', name: 'b' }, SUCCEEDED);

    expect(await names('flow-1')).toEqual(['flow-1/a', 'flow-1/c']);
    expect(await names('flow-2')).toEqual(['flow-2/z']);
    expect(await names('flow-3')).toEqual([]);
  });

  test('The list goes on while those already listed end', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => makeHeader(`run-${index}`));
    await Promise.all(many.map((header) => store().create(header)));
    const found = new Set<string>();

    for await (const id of store().listUnfinished('flow-1')) {
      found.add(id.name);
      if (found.size <= 50) await store().close(id, SUCCEEDED);
    }

    expect(found.size).toBe(1_200);
  });
}
