import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { lossyWriter, type ProcessStream } from '../../../src/local/lossy-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'fdl-lossy-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A stream with a descriptor of its own, and a reader in this process. */
function streamOn(fd: number): ProcessStream & PassThrough {
  return Object.assign(new PassThrough({ highWaterMark: 1 }), { fd });
}

/** A descriptor that is neither a file nor a device. */
const FOLDER = openSync(folder, 'r');
afterAll(() => closeSync(FOLDER));

describe('to a reader', () => {
  test('everything is written while a reader reads', async () => {
    const stream = streamOn(FOLDER);
    const write = lossyWriter(stream);
    write('a\n');
    write('b\n');
    stream.end();
    expect(Buffer.concat(await stream.toArray()).toString()).toBe('a\nb\n');
  });

  test('who stalls, only so much is kept; the rest is counted and told once the reader reads again', async () => {
    const stream = streamOn(FOLDER);
    const write = lossyWriter(stream, 1_000);
    for (let line = 0; line < 1_000; line++) write(`${'x'.repeat(99)}\n`);
    expect(stream.writableLength).toBeLessThan(1_200);
    const kept: string[] = [];
    stream.on('data', (chunk) => kept.push(String(chunk)));
    await expect.poll(() => stream.writableLength).toBe(0);
    write('again\n');
    await expect.poll(() => kept.at(-1)).toBe('again\n');
    const lost = Number(/warning: (\d+) pieces of output were lost/.exec(kept.at(-2) ?? '')?.[1]);
    expect(lost + kept.length - 2).toBe(1_000);
  });

  test('who has gone, nothing is thrown', () => {
    const stream = streamOn(FOLDER);
    const write = lossyWriter(stream);
    stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    for (let line = 0; line < 10; line++) expect(() => write('x')).not.toThrow();
  });
});

describe('to a file', () => {
  test('everything is written at once', () => {
    const file = join(folder, 'log');
    const fd = openSync(file, 'w');
    lossyWriter(streamOn(fd))('a line\n');
    closeSync(fd);
    expect(readFileSync(file, 'utf8')).toBe('a line\n');
  });

  test('on a full device, or one that is closed, text is lost and nothing is thrown', () => {
    const full = openSync('/dev/full', 'w');
    const write = lossyWriter(streamOn(full));
    expect(() => write('x')).not.toThrow();
    closeSync(full);
    expect(() => write('x')).not.toThrow();
    expect(() => lossyWriter(streamOn(full))('x')).not.toThrow();
  });
});
