import { describe, expect, test } from 'vitest';

import type { FlowStore } from '../../src/ports/flow-store.ts';
import type { FlowAliases, FlowVersions, PublishedVersion } from '../../src/ports/flow-versions.ts';
import { START } from './execution-fixtures.ts';
import { makeFlow } from './flow-fixtures.ts';

const flowId = 'flow-1';

function version(number: number, given: Partial<PublishedVersion> = {}): PublishedVersion {
  return { flowId, number, description: '', flowVersion: number * 2, createdAt: START, ...given };
}

function aliases(version: number, ...numbers: readonly number[]): FlowAliases {
  const routes = numbers.map((number) => ({ number, flowVersion: number * 2, weight: 1 }));
  return { flowId, version, aliases: [{ name: 'live', description: 'd', routes, createdAt: START }] };
}

/** The promises about published versions and aliases that every flow store keeps. */
export function describePublished(store: () => FlowStore): void {
  const published = (): FlowVersions => store().published;
  const none: FlowAliases = { flowId, version: 0, aliases: [] };

  describe('published versions', () => {
    test('come back as they were, in order of their numbers', async () => {
      expect(await published().lastNumber(flowId)).toBe(0);
      const first = version(1, { description: '值 😀' });
      expect(await published().publish(first)).toBe(true);
      for (let number = 2; number <= 12; number += 1) await published().publish(version(number));

      expect(await published().lastNumber(flowId)).toBe(12);
      expect(await published().read(flowId, 1)).toEqual(first);
      expect(await published().read(flowId, 13)).toBeUndefined();
      expect(await published().read('flow-2', 1)).toBeUndefined();
      expect(await published().list(flowId, 0, 2)).toEqual([first, version(2)]);
      expect(await published().list(flowId, 9, 9)).toEqual([version(10), version(11), version(12)]);
      expect(await published().list('flow-2', 0, 9)).toEqual([]);
    });

    test('take a number once, also of many at the same time', async () => {
      const tries = Array.from({ length: 16 }, (_, index) =>
        published().publish(version(1, { flowVersion: index })),
      );
      const isPublished = await Promise.all(tries);

      expect(isPublished.filter(Boolean)).toHaveLength(1);
      expect((await published().read(flowId, 1))?.flowVersion).toBe(isPublished.indexOf(true));
    });

    test('are deleted once, and leave their number taken', async () => {
      for (const number of [1, 2, 3]) await published().publish(version(number));

      expect(await published().delete(flowId, 3, none)).toBe(true);
      expect(await published().delete(flowId, 3, none)).toBe(false);
      expect(await published().delete(flowId, 4, none)).toBe(false);

      expect(await published().read(flowId, 3)).toBeUndefined();
      expect(await published().list(flowId, 0, 1)).toEqual([version(1)]);
      expect(await published().list(flowId, 1, 9)).toEqual([version(2)]);
      expect(await published().lastNumber(flowId)).toBe(3);
      expect(await published().publish(version(3))).toBe(false);
    });
  });

  describe('aliases', () => {
    test('are replaced by those that follow on them', async () => {
      await published().publish(version(1));
      expect(await published().readAliases(flowId)).toEqual(none);

      expect(await published().writeAliases(aliases(2, 1))).toBe(false);
      expect(await published().writeAliases(aliases(1, 1))).toBe(true);
      expect(await published().writeAliases(aliases(1, 1))).toBe(false);
      expect(await published().writeAliases({ ...none, version: 2 })).toBe(true);

      expect(await published().readAliases(flowId)).toEqual({ ...none, version: 2 });
    });

    test('lead to versions that are there', async () => {
      for (const number of [1, 2]) await published().publish(version(number));
      await published().delete(flowId, 2, none);

      expect(await published().writeAliases(aliases(1, 1, 2))).toBe(false);
      expect(await published().writeAliases(aliases(1, 3))).toBe(false);
      expect(await published().readAliases(flowId)).toEqual(none);
    });

    test('keep a version from being deleted by who has not seen them', async () => {
      await published().publish(version(1));
      await published().writeAliases(aliases(1, 1));

      expect(await published().delete(flowId, 1, none)).toBe(false);
      expect(await published().read(flowId, 1)).toEqual(version(1));
      expect(await published().delete(flowId, 1, aliases(1, 1))).toBe(true);
    });
  });

  test('Versions and aliases go with their flow', async () => {
    await store().createFlow(makeFlow('orders', { id: flowId }));
    await published().publish(version(1));
    await published().writeAliases(aliases(1, 1));

    await store().deleteFlow(makeFlow('orders', { id: flowId }));

    expect(await published().list(flowId, 0, 9)).toEqual([]);
    expect(await published().readAliases(flowId)).toEqual(none);
  });
}
