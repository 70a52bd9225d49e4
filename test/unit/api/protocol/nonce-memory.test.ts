import { describe, expect, test } from 'vitest';
import { NonceMemory } from '../../../../src/api/protocol/nonce-memory.ts';

describe('nonce memory', () => {
  test('a nonce counts once until it has expired', () => {
    const nonces = new NonceMemory(10);
    expect(nonces.use('n', 0, 100)).toBe(true);
    expect(nonces.use('n', 100, 200)).toBe(false);
    expect(nonces.use('n', 101, 200)).toBe(true);
  });

  test('a flood pushes out the oldest nonce and no other', () => {
    const nonces = new NonceMemory(3);
    for (const nonce of ['a', 'b', 'c', 'd']) expect(nonces.use(nonce, 0, 100)).toBe(true);
    expect(nonces.use('b', 0, 100)).toBe(true);
    expect(nonces.use('d', 0, 100)).toBe(false);
  });
});
