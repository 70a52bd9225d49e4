import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A film that was made of another one, and who made it. */
export interface Made {
  readonly body: Buffer;
  readonly madeBy: 'ffmpeg' | 'stand-in';
  /** Seconds; absent when it was not measured. */
  readonly duration?: number;
}

const PROGRAM = process.env['FFMPEG'] ?? 'ffmpeg';
const run = promisify(execFile);

/**
 * Runs `ffmpeg -i <film> …options <result>`. Where ffmpeg is not installed, the film is taken as it is and says so in its
 * first line, so that the flow can be watched all the same.
 */
export async function ffmpeg(film: Buffer, options: readonly string[], format: string): Promise<Made> {
  if (!hasFfmpeg()) return standIn(film, options, format);
  const folder = await mkdtemp(join(tmpdir(), 'media-'));
  try {
    const [source, result] = [join(folder, 'film'), join(folder, `result.${format}`)];
    await writeFile(source, film);
    const { stderr } = await run(PROGRAM, ['-y', '-nostdin', '-i', source, ...options, result]);
    return { body: await readFile(result), madeBy: 'ffmpeg', duration: durationIn(stderr) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** True where films are really converted. */
export function hasFfmpeg(): boolean {
  return spawnSync(PROGRAM, ['-version'], { stdio: 'ignore' }).status === 0;
}

function standIn(film: Buffer, options: readonly string[], format: string): Made {
  const line = `stand-in: ffmpeg -i film ${options.join(' ')} result.${format}\n`;
  return { body: Buffer.concat([Buffer.from(line), film]), madeBy: 'stand-in' };
}

function durationIn(log: string): number {
  const [, hours, minutes, seconds] = /Duration: (\d+):(\d+):([\d.]+)/.exec(log) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
