import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { round } from './figure.ts';
import { newFolder, removeFolder } from './home/home.ts';
import { median, quantile } from './statistics.ts';

/** Where figures were measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly node: string;
  /** Milliseconds to overwrite 8 KiB of a file and have them on disk. */
  readonly flush: { readonly median: number; readonly p99: number };
}

/** This machine; its disk is tried out. */
export function describeMachine(): Machine {
  const flushes = timeFlushes(1_000);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    flush: { median: round(median(flushes)), p99: round(quantile(flushes, 0.99)) },
  };
}

function timeFlushes(times: number): number[] {
  const folder = newFolder();
  const file = openSync(join(folder, 'flush'), 'w');
  const block = Buffer.alloc(8 * 1024);
  try {
    const run = () => {
      const begun = performance.now();
      writeSync(file, block, 0, block.length, 0);
      fdatasyncSync(file);
      return performance.now() - begun;
    };
    run();
    return Array.from({ length: times }, run);
  } finally {
    closeSync(file);
    removeFolder(folder);
  }
}
