import { expect, test } from 'vitest';
import { wholeVariable } from '../helpers/whole-number.ts';
import { readCorpus } from './corpus.ts';
import { mutate, seededChance } from './mutate.ts';
import { runInput } from './target.ts';
import { TARGETS } from './targets/all.ts';

/** Mutations per target; `npm run fuzz` tries as many as there is time for, and looks at what they reach. */
const MUTATIONS = wholeVariable('FDL_MUTATIONS', 1, 500);

test.each(Object.entries(TARGETS))(
  '%s: what is kept, and mutations of it, break no promise',
  async (name, target) => {
    const corpus = [...readCorpus(name), ...target.seeds];
    const chance = seededChance(wholeVariable('FDL_SEED', 0, 1));
    const mutations = Array.from({ length: MUTATIONS }, () =>
      mutate({ corpus, words: target.words }, chance),
    );
    for (const input of [...corpus, ...mutations]) {
      await expect(runInput(target, input), JSON.stringify(input)).resolves.toBeUndefined();
    }
  },
  120_000,
);

test('a broken promise is noticed, and so is a changed prototype', async () => {
  const target = TARGETS.yaml;
  const polluting = {
    ...target,
    run: () => {
      Object.defineProperty(Object.prototype, 'polluted', { configurable: true, value: 1 });
    },
  };
  await expect(runInput(polluting, '')).rejects.toThrow('prototype');
  Reflect.deleteProperty(Object.prototype, 'polluted');
  const breaking = { ...target, run: (input: string): void => JSON.parse(`{${input}`) };
  await expect(runInput(breaking, '')).rejects.toThrow('JSON');
});

test('the same seed makes the same mutations', () => {
  const material = { corpus: ['steps: []', '{"a":1}'], words: ['x', 'y'] };
  const made = (seed: number) => {
    const chance = seededChance(seed);
    return Array.from({ length: 20 }, () => mutate(material, chance));
  };
  expect(made(7)).toEqual(made(7));
  expect(made(7)).not.toEqual(made(8));
});
