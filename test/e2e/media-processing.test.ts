import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { hasFfmpeg } from '../../examples/media-processing/ffmpeg.ts';
import { openEmbeddedHome } from '../../examples/runner/embedded-home.ts';
import { readExamples } from '../../examples/runner/example.ts';
import { runExamples } from '../../examples/runner/run-examples.ts';
import { objectStore, readObject } from '../../examples/shared/object-store.ts';

// Films as the media example makes them, with the converter that the machine has and with none.

const FORMATS = ['mp4', 'flv', 'avi'] as const;
const examples = readExamples().filter(({ name }) => name === 'media-processing');

afterEach(() => vi.unstubAllEnvs());

/** Runs the example and hands over the store that its results are in. */
async function withResults(check: (s3: S3Client) => Promise<void>): Promise<void> {
  await using embedded = await openEmbeddedHome(examples, AbortSignal.timeout(30_000));
  const silent = { onEvents: () => {}, onEnd: () => {} };
  const runs = await runExamples(examples, embedded.home, embedded.server, silent);
  expect(runs.flatMap(({ problems }) => problems)).toEqual([]);
  await check(objectStore({ objects: embedded.server.objects ?? '' }));
}

/** The findings of ffprobe in a film. */
function probe(film: Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-media-'));
  const file = join(folder, 'film');
  writeFileSync(file, film);
  const options = ['-v', 'error', '-of', 'json', '-show_format', '-show_streams'];
  const found: {
    readonly format: { readonly format_name: string; readonly duration: string };
    readonly streams: readonly { readonly codec_type: string; readonly codec_name: string }[];
  } = JSON.parse(execFileSync('ffprobe', [...options, file], { encoding: 'utf8' }));
  rmSync(folder, { recursive: true });
  const codec = (type: string) => found.streams.find(({ codec_type }) => codec_type === type)?.codec_name;
  return { ...found.format, video: codec('video'), audio: codec('audio') };
}

describe.skipIf(!hasFfmpeg())('with ffmpeg', () => {
  test('each result is a film of its format with picture, sound and the length of the original', async () => {
    await withResults(async (s3) => {
      const [mp4, flv, avi] = await Promise.all(
        FORMATS.map(async (format) => probe(await readObject(s3, 'media-results', `clip/clip.${format}`))),
      );
      expect(mp4).toMatchObject({ video: 'mpeg4', audio: 'aac' });
      expect(mp4?.format_name.split(',')).toContain('mp4');
      expect(flv).toMatchObject({ format_name: 'flv', video: 'flv1', audio: 'aac' });
      expect(avi).toMatchObject({ format_name: 'avi', video: 'mpeg4', audio: 'pcm_s16le' });
      for (const film of [mp4, flv, avi]) expect(Math.round(Number(film?.duration))).toBe(1);
    });
  });
});

describe('without ffmpeg', () => {
  test('the stand-in keeps the film and says what it stands for', async () => {
    vi.stubEnv('FFMPEG', join(tmpdir(), 'no-ffmpeg-here'));
    await withResults(async (s3) => {
      for (const format of FORMATS) {
        const film = await readObject(s3, 'media-results', `clip/clip.${format}`);
        expect(film.toString('latin1')).toMatch(
          new RegExp(
            `^stand-in: ffmpeg -i film .* result.${format}\nstand-in: ffmpeg .*result.mov\n.{4}ftyp`,
            's',
          ),
        );
      }
      const catalog = JSON.parse((await readObject(s3, 'media-results', 'catalog/clip.json')).toString());
      expect(catalog.results.map(({ metadata }: { metadata: object }) => metadata)).toEqual(
        FORMATS.map(() => ({ 'made-by': 'stand-in' })),
      );
    });
  });
});
