import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import {
  type FlowRecord,
  type FlowStore,
  InvalidPageToken,
  type Page,
  type ScheduleRecord,
} from '../../src/ports/flow-store.ts';
import { makeFlow, makeSchedule } from './flow-fixtures.ts';
import { describePublished } from './flow-versions.suite.ts';

/** A store of flows and schedules. */
export interface FlowStoreHarness {
  readonly store: FlowStore;
  dispose(): Promise<void>;
}

/** The promises of the port that every flow store keeps. */
export function flowStoreSuite(name: string, open: () => Promise<FlowStoreHarness>): void {
  describe(`flow store: ${name}`, () => {
    let harness: FlowStoreHarness;

    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.dispose());

    describeFlows(() => harness.store);
    describeVersions(() => harness.store);
    describeSchedules(() => harness.store);
    describeScheduleLists(() => harness.store);
    describePublished(() => harness.store);
  });
}

function describeFlows(store: () => FlowStore): void {
  test('A flow is created once, also by many at the same time', async () => {
    const flows = Array.from({ length: 16 }, (_, index) => makeFlow('orders', { id: `flow-${index}` }));

    const created = await Promise.all(flows.map((flow) => store().createFlow(flow)));

    expect(created.filter(Boolean)).toHaveLength(1);
    expect(await store().readFlow('orders')).toEqual(flows[created.indexOf(true)]);
  });

  test('A flow comes back as it was, however large its text', async () => {
    const definition = `# комментарий 😀\r\n${'steps: []\n'.repeat(25_000)}\t`;
    const flow = makeFlow('orders', {
      definition,
      description: '"',
      roleArn: 'arn',
      externalStorageLocation: 'oss',
    });

    await store().createFlow(flow);

    expect(await store().readFlow('orders')).toEqual(flow);
    expect(await store().readFlow('Orders')).toBeUndefined();
  });

  test('The ids of all flows are those that have a name now', async () => {
    for (const id of ['1', '2', '3']) await store().createFlow(makeFlow(`flow${id}`, { id }));
    await store().updateFlow(makeFlow('flow1', { id: '1', version: 2 }));
    await store().deleteFlow(makeFlow('flow2', { id: '2' }));

    expect((await store().flowIds()).toSorted()).toEqual(['1', '3']);
  });

  test('Lists are ordered by name and their pages leave nothing out', async () => {
    for (const name of ['b', 'C', 'a', '_d', 'e'])
      await store().createFlow(makeFlow(name, { id: `id-${name}` }));

    const pages = await readPages((nextToken) => store().listFlows({ limit: 2, ...nextToken }));

    expect(pages).toEqual([['C', '_d'], ['a', 'b'], ['e']]);
  });

  test('A page goes on behind the last name even when that flow is gone by then', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await store().createFlow(makeFlow(name, { id: `id-${name}` }));
    const first = await store().listFlows({ limit: 2 });
    await store().deleteFlow(makeFlow('b', { id: 'id-b' }));
    await store().createFlow(makeFlow('aa', { id: 'id-aa' }));

    const second = await store().listFlows({ limit: 2, nextToken: first.nextToken ?? 'missing' });

    expect(second.items.map((flow) => flow.name)).toEqual(['c', 'd']);
    expect(second.nextToken).toBeUndefined();
  });

  test.each(['', 'garbage', 'e30', '😀'])('The page token %j is refused', async (nextToken) => {
    await expect(store().listFlows({ limit: 2, nextToken })).rejects.toThrow(InvalidPageToken);
    await expect(store().listSchedules('flow-1', { limit: 2, nextToken })).rejects.toThrow(InvalidPageToken);
  });
}

function describeVersions(store: () => FlowStore): void {
  test('Of many updates of the same version one wins', async () => {
    await store().createFlow(makeFlow('orders'));
    const updates = Array.from({ length: 16 }, (_, index) =>
      makeFlow('orders', { version: 2, description: `${index}` }),
    );

    const updated = await Promise.all(updates.map((flow) => store().updateFlow(flow)));

    expect(updated.filter(Boolean)).toHaveLength(1);
    expect(await store().readFlow('orders')).toEqual(updates[updated.indexOf(true)]);
  });

  test('An update must follow the newest version of that very flow', async () => {
    await store().createFlow(makeFlow('orders'));

    expect(await store().updateFlow(makeFlow('orders', { version: 3 }))).toBe(false);
    expect(await store().updateFlow(makeFlow('orders', { version: 1 }))).toBe(false);
    expect(await store().updateFlow(makeFlow('orders', { version: 2, id: 'another' }))).toBe(false);
    expect(await store().updateFlow(makeFlow('missing', { version: 2 }))).toBe(false);
    expect(await store().readFlow('orders')).toEqual(makeFlow('orders'));
    expect(await store().readVersion('flow-1', 2)).toBeUndefined();
  });

  test('Every version stays readable after updates and after the flow was deleted', async () => {
    const versions = [1, 2, 3].map((version) =>
      makeFlow('orders', { version, definition: `text ${version}` }),
    );
    const [first = makeFlow('orders'), ...others] = versions;
    await store().createFlow(first);
    for (const flow of others) await store().updateFlow(flow);

    expect(await store().deleteFlow(first)).toBe(true);

    expect(await store().readFlow('orders')).toBeUndefined();
    expect(await Promise.all([1, 2, 3].map((version) => store().readVersion('flow-1', version)))).toEqual(
      versions,
    );
    expect(await store().readVersion('flow-1', 4)).toBeUndefined();
    expect(await store().readVersion('flow-9', 1)).toBeUndefined();
  });

  test('A deleted name can be used again, by another flow', async () => {
    await store().createFlow(makeFlow('orders'));
    await store().deleteFlow(makeFlow('orders'));
    const successor = makeFlow('orders', { id: 'flow-2', definition: 'new' });

    expect(await store().createFlow(successor)).toBe(true);
    expect(await store().deleteFlow(makeFlow('orders'))).toBe(false);
    expect(await store().readFlow('orders')).toEqual(successor);
    expect(await store().readVersion('flow-1', 1)).toEqual(makeFlow('orders'));
  });
}

function describeSchedules(store: () => FlowStore): void {
  test('A schedule is created once per flow and name', async () => {
    const schedules = Array.from({ length: 16 }, (_, index) =>
      makeSchedule('nightly', { id: `schedule-${index}` }),
    );

    const created = await Promise.all(schedules.map((schedule) => store().createSchedule(schedule)));

    expect(created.filter(Boolean)).toHaveLength(1);
    expect(await store().readSchedule('flow-1', 'nightly')).toEqual(schedules[created.indexOf(true)]);
    expect(await store().createSchedule(makeSchedule('nightly', { flowId: 'flow-2' }))).toBe(true);
    expect(await store().readSchedule('flow-1', 'weekly')).toBeUndefined();
  });

  test('An update must follow the newest version of that very schedule', async () => {
    await store().createSchedule(makeSchedule('nightly'));
    const changed = makeSchedule('nightly', { version: 2, isEnabled: false, payload: '{"值": 1}' });

    expect(await store().updateSchedule(makeSchedule('nightly', { version: 3 }))).toBe(false);
    expect(await store().updateSchedule(makeSchedule('nightly', { version: 2, id: 'another' }))).toBe(false);
    expect(await store().updateSchedule(makeSchedule('weekly', { version: 2 }))).toBe(false);
    expect(await store().updateSchedule(changed)).toBe(true);
    expect(await store().updateSchedule(changed)).toBe(false);
    expect(await store().readSchedule('flow-1', 'nightly')).toEqual(changed);
  });

  test('A schedule is deleted once', async () => {
    await store().createSchedule(makeSchedule('nightly'));

    expect(await store().deleteSchedule('flow-1', 'nightly')).toBe(true);
    expect(await store().deleteSchedule('flow-1', 'nightly')).toBe(false);
    expect(await store().readSchedule('flow-1', 'nightly')).toBeUndefined();
    expect(await store().createSchedule(makeSchedule('nightly'))).toBe(true);
  });

  test('Deleting a flow drops its schedules and no others', async () => {
    await store().createFlow(makeFlow('orders'));
    await store().createSchedule(makeSchedule('nightly'));
    await store().createSchedule(makeSchedule('hourly'));
    await store().createSchedule(makeSchedule('nightly', { flowId: 'flow-2', id: 'other' }));

    await store().deleteFlow(makeFlow('orders'));

    expect((await store().listSchedules('flow-1', { limit: 10 })).items).toEqual([]);
    expect((await store().listSchedules('flow-2', { limit: 10 })).items).toHaveLength(1);
  });
}

function describeScheduleLists(store: () => FlowStore): void {
  test('Schedules of one flow are listed by name, page by page', async () => {
    for (const name of ['c', 'a', 'b']) await store().createSchedule(makeSchedule(name));
    await store().createSchedule(makeSchedule('other', { flowId: 'flow-2' }));

    const pages = await readPages((nextToken) => store().listSchedules('flow-1', { limit: 2, ...nextToken }));

    expect(pages).toEqual([['a', 'b'], ['c']]);
  });

  test("A page token of another flow's schedules is refused", async () => {
    for (const name of ['a', 'b']) await store().createSchedule(makeSchedule(name));
    const { nextToken = '' } = await store().listSchedules('flow-1', { limit: 1 });

    await expect(store().listSchedules('flow-2', { limit: 1, nextToken })).rejects.toThrow(InvalidPageToken);
    await expect(store().listFlows({ limit: 1, nextToken })).rejects.toThrow(InvalidPageToken);
  });

  test('All schedules of all flows are found', async () => {
    const schedules = Array.from({ length: 1_100 }, (_, index) =>
      makeSchedule(`s${index}`, { flowId: `flow-${index % 3}`, id: `schedule-${index}` }),
    );
    await Promise.all(schedules.map((schedule) => store().createSchedule(schedule)));
    const found: string[] = [];

    for await (const schedule of store().allSchedules()) found.push(schedule.id);

    expect(found.sort()).toEqual(schedules.map((schedule) => schedule.id).sort());
  });
}

/** Names of all pages, page by page. */
async function readPages(
  read: (nextToken: { nextToken?: string }) => Promise<Page<FlowRecord | ScheduleRecord>>,
): Promise<string[][]> {
  const pages: string[][] = [];
  let position: { nextToken?: string } | undefined = {};
  while (position !== undefined) {
    const page: Page<FlowRecord | ScheduleRecord> = await read(position);
    pages.push(page.items.map((item) => item.name));
    position = page.nextToken === undefined ? undefined : { nextToken: page.nextToken };
  }
  return pages;
}
