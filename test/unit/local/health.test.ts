import { expect, test } from 'vitest';
import { createHealth } from '../../../src/local/health.ts';

const parts = { write: async () => {}, admissionProblem: () => undefined, isReady: () => true };

test('a server is healthy while it can write and starts are admitted', async () => {
  expect(await createHealth(parts).problem()).toBeUndefined();
});

test('the reason is that of the write, or of those who refuse starts', async () => {
  const full = createHealth({ ...parts, write: () => Promise.reject(new Error('the disk is full')) });
  expect(await full.problem()).toBe('the disk is full');
  expect(await createHealth({ ...parts, admissionProblem: () => 'too much' }).problem()).toBe('too much');
});

test('a client that asks all the time causes one write', async () => {
  let writes = 0;
  const health = createHealth({
    ...parts,
    write: async () => {
      writes += 1;
    },
  });
  await Promise.all(Array.from({ length: 50 }, () => health.problem()));
  expect(writes).toBe(1);
});
