import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importCycles } from './import-cycles.ts';

function cyclesOf(imports: Readonly<Record<string, readonly string[]>>) {
  return importCycles(new Map(Object.entries(imports)));
}

test('Files that import downwards, and the same file twice over, are no cycle', () => {
  expect(cyclesOf({ a: ['b', 'c'], b: ['d'], c: ['d'], d: ['fs'] })).toEqual([]);
});

test('Two files that import each other are a cycle, wherever the search begins', () => {
  expect(cyclesOf({ a: ['b'], b: ['c'], c: ['b'] })).toEqual([['b', 'c']]);
  expect(cyclesOf({ c: ['b'], b: ['c'], a: ['b'] })).toEqual([['b', 'c']]);
});

test('A file that imports itself is a cycle', () => {
  expect(cyclesOf({ a: ['a'] })).toEqual([['a']]);
});

test('A long way round is one cycle, and every cycle is told', () => {
  const found = cyclesOf({ a: ['b'], b: ['c'], c: ['a', 'x'], x: ['y'], y: ['x'] });
  expect(found).toEqual([
    ['a', 'b', 'c'],
    ['x', 'y'],
  ]);
});

const anyGraph = fc
  .array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 })
  .map((edges) => new Map([0, 1, 2, 3, 4, 5, 6, 7].map((from) => [`${from}`, importedBy(edges, from)])));

test('Files are in one cycle exactly when each reaches the other', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const cycles = importCycles(graph);
      for (const a of graph.keys()) {
        for (const b of graph.keys()) {
          const areTogether = cycles.some((cycle) => cycle.includes(a) && cycle.includes(b));
          expect(areTogether).toBe(reaches(graph, a, b) && reaches(graph, b, a));
        }
      }
    }),
  );
});

function importedBy(edges: readonly (readonly [number, number])[], from: number): string[] {
  return edges.filter(([importer]) => importer === from).map(([, imported]) => `${imported}`);
}

/** By at least one import. */
function reaches(graph: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const next = [...(graph.get(from) ?? [])];
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    next.push(...(graph.get(file) ?? []));
  }
  return seen.has(to);
}
