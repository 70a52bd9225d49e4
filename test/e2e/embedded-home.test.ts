import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasFfmpeg } from '../../examples/media-processing/ffmpeg.ts';
import { type EmbeddedHome, openEmbeddedHome } from '../../examples/runner/embedded-home.ts';
import { readExamples } from '../../examples/runner/example.ts';
import { type CaseRun, runExamples } from '../../examples/runner/run-examples.ts';
import { describeObject, objectStore, readObject } from '../../examples/shared/object-store.ts';
import { inAnyInterleaving, type RecordedEvent } from '../helpers/any-interleaving.ts';
import { comparableHistory } from '../helpers/comparable-history.ts';

// A minute on an idle machine is several on a busy one.
const PATIENCE = 300_000;
const HOOK_PATIENCE = 310_000;

const examples = readExamples();

describe('the examples in the embedded home', () => {
  let embedded: EmbeddedHome;
  let runs: readonly CaseRun[];

  beforeAll(async () => {
    embedded = await openEmbeddedHome(examples, AbortSignal.timeout(PATIENCE));
    runs = await runExamples(examples, embedded.home, embedded.server, {
      onEvents: () => {},
      onEnd: () => {},
    });
  }, HOOK_PATIENCE);

  afterAll(async () => {
    await embedded[Symbol.asyncDispose]();
  });

  test('end as expected', () => {
    expect(runs.filter(({ state }) => state === 'ended').flatMap(({ problems }) => problems)).toEqual([]);
  });

  test.each(examples)('$name leaves its recorded histories', ({ name, folder }) => {
    const recorded: Readonly<Record<string, readonly RecordedEvent[]>> = JSON.parse(
      readFileSync(new URL('history.json', folder), 'utf8'),
    );
    for (const { expected, outcome } of runs.filter(({ example }) => example === name)) {
      if (outcome === undefined) continue;
      const actual: RecordedEvent[] = JSON.parse(comparableHistory(outcome.events));
      expect(inAnyInterleaving(actual), expected.name).toEqual(
        inAnyInterleaving(recorded[expected.name] ?? []),
      );
    }
  });

  function store() {
    return objectStore({ objects: embedded.server.objects ?? '' });
  }

  test('each channel package is the mother package with the data of its channel, and nothing else is left', async () => {
    const s3 = store();
    const mother = unzipSync(await readObject(s3, 'game-packages', 'mother/sky-runner-1.4.zip'));
    for (const channel of ['aurora', 'breeze', 'cobalt']) {
      const key = `packages/sky-runner-1.4-${channel}.zip`;
      const { 'assets/channel.json': data, ...files } = unzipSync(await readObject(s3, 'game-packages', key));
      expect(files).toEqual(mother);
      expect(JSON.parse(Buffer.from(data ?? []).toString())).toMatchObject({ channel });
    }
    const work = 'work/a-package-per-channel/mother.zip';
    expect(await describeObject(s3, 'game-packages', work)).toBeUndefined();
  });

  test('a film is there in three formats, and the catalog says who made them', async () => {
    const s3 = store();
    const catalog = JSON.parse((await readObject(s3, 'media-results', 'catalog/clip.json')).toString());
    const metadata = hasFfmpeg() ? { 'made-by': 'ffmpeg', duration: '1' } : { 'made-by': 'stand-in' };
    for (const [index, format] of ['mp4', 'flv', 'avi'].entries()) {
      expect(catalog.results[index]).toMatchObject({
        key: `clip/clip.${format}`,
        metadata,
      });
      const film = await readObject(s3, 'media-results', `clip/clip.${format}`);
      expect(film.length).toBe(catalog.results[index].size);
    }
    expect(await describeObject(s3, 'media-results', 'work/clip.mov')).toBeUndefined();
  });

  test('a transferred file is the same byte by byte, however often the line broke', async () => {
    const s3 = store();
    for (const key of ['films/harbour.bin', 'stormy/coast.bin', 'notes/a.txt']) {
      const copy = await readObject(s3, 'assets-silicon-valley', key);
      expect(copy.equals(await readObject(s3, 'assets-shanghai', key)), key).toBe(true);
    }
  });

  test('only the chunk that the line broke for is sent again', () => {
    const run = runs.find(({ expected }) => expected.name === 'the-line-breaks');
    const count = (type: string) => run?.outcome?.events.filter(({ Type }) => Type === type).length;
    expect(count('TaskFailed')).toBe(1);
    // A plan, two chunks and an assembly succeed once each.
    expect(count('TaskSucceeded')).toBe(4);
  });

  test('the same version of a file is never copied twice', async () => {
    const { home } = embedded;
    const before = await describeObject(store(), 'assets-silicon-valley', 'notes/a.txt');
    const upload = examples
      .flatMap(({ cases }) => cases)
      .find(({ upload }) => upload?.key === 'notes/a.txt')?.upload;
    if (upload === undefined) throw new Error('The case is gone.');
    await home.upload?.(upload);
    for (;;) {
      const { Executions } = await home.call('ListExecutions', { FlowName: 'region-transfer', Limit: 99 });
      const outputs = Executions.map(({ Output }) => Output).filter((output) => output.includes('isThere'));
      if (outputs.some((output) => JSON.parse(output).isThere)) break;
      await home.pause();
    }
    expect(await describeObject(store(), 'assets-silicon-valley', 'notes/a.txt')).toEqual(before);
  });
});
