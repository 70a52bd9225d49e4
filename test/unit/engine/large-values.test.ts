import { describe, expect, test } from 'vitest';
import { redriveExecution } from '../../../src/engine/resume/redrive-execution.ts';
import type { EngineServices } from '../../../src/engine/services.ts';
import { startExecution } from '../../../src/engine/start-execution.ts';
import { MemoryBlobStore } from '../../../src/testing/memory/blob-store.ts';
import { MEMORY_LIMITS } from '../../../src/testing/memory/physical-limits.ts';
import { flow, functionFlow, task } from './engine-flows.ts';
import { EngineHome, facadeOf, returned } from './engine-home.ts';

const LEAST = 1_000;
const LARGE = 'x'.repeat(5_000);
const physical = { ...MEMORY_LIMITS, inlineBytes: LEAST };

/** Large texts that are counted; a write is refused while `isOut`. */
class CountedBlobs extends MemoryBlobStore {
  readonly written: string[] = [];
  reads = 0;
  kept = 0;
  isOut = false;

  override async put(...args: Parameters<MemoryBlobStore['put']>): Promise<void> {
    if (this.isOut) throw new Error('the bucket does not respond');
    this.written.push(args[2]);
    await super.put(...args);
  }

  override async get(...args: Parameters<MemoryBlobStore['get']>): Promise<string | undefined> {
    this.reads += 1;
    return await super.get(...args);
  }

  override async keep(): Promise<void> {
    this.kept += 1;
  }
}

function openHome(replaced: Partial<EngineServices> = {}) {
  const blobs = new CountedBlobs();
  return { blobs, home: new EngineHome({ physical, blobs, ...replaced }) };
}

/** The execution with its texts. */
async function endOf({ executions, services }: EngineHome, id: { flowId: string; name: string }) {
  const header = await executions.readHeader(id);
  const output = header?.end?.output ?? '';
  const text = typeof output === 'string' ? output : await services.blobs.get(header as never, output);
  return { status: header?.end?.status, output: text && JSON.parse(text), failure: header?.end?.failure };
}

/** Everything that the stores keep beside the blobs, as text. */
async function storedBeside(home: EngineHome, id: { flowId: string; name: string }): Promise<string> {
  return JSON.stringify([await home.executions.load(id), await home.executions.readRecords(id, 1, 1e9)]);
}

const WAIT = '  - type: wait\n    name: rest\n    duration: 1\n';
const LOOP = flow(
  task('fetch', 'acs:fc:::services/w/functions/fetch'),
  task('count', 'acs:fc:::services/w/functions/count'),
  WAIT,
  '  - type: choice\n    name: enough\n    choices: [{ condition: $.n < 30, goto: count }]\n',
);

describe('a large result', () => {
  test('is stored once, however many steps go by with it, and lies in no record', async () => {
    const { home, blobs } = openHome();
    let n = 0;
    home.targets.answer = ({ target }) =>
      returned(target.functionName.includes('fetch') ? { LARGE } : { n: ++n });

    const { id } = await home.start(LOOP);
    await home.toEnd();

    expect(await endOf(home, id)).toMatchObject({ status: 'Succeeded', output: { LARGE, n: 30 } });
    expect(await storedBeside(home, id)).not.toContain(LARGE.slice(0, LEAST));
    // The result as it came, and the output of the flow.
    expect(blobs.written.map((text) => text.length)).toEqual([5_012, 5_019]);
    expect(home.targets.calls.at(-1)?.event).toContain(LARGE);
  });

  test('is in the history, as small ones are', async () => {
    const small = new EngineHome();
    const { home } = openHome();
    const answers = [small, home].map((at) => {
      at.targets.answer = () => returned({ LARGE });
      return at.start(functionFlow('a', 'b')).then(async ({ id }) => {
        await at.toEnd();
        return (await at.history({ id })).map(({ type, detail }) => `${type} ${detail}`);
      });
    });
    const [expected, actual] = await Promise.all(answers);
    expect(actual).toEqual(expected);
  });

  test('that cannot be stored is not lost: the message comes back, and then it is stored', async () => {
    const { home, blobs } = openHome();
    home.targets.answer = () => returned({ LARGE });
    const { id } = await home.start(functionFlow('a', 'b'));
    const delivery = home.take();
    blobs.isOut = true;
    await expect(home.handle(delivery.message)).rejects.toThrow('the bucket does not respond');
    blobs.isOut = false;

    delivery.answer(await home.handle(delivery.message));
    await home.toEnd();

    expect(await endOf(home, id)).toMatchObject({ status: 'Succeeded', output: { LARGE } });
  });

  test('of a writer that loses the race harms no other record', async () => {
    const { home } = openHome();
    home.targets.answer = () => returned({ LARGE });
    const { id } = await home.start(functionFlow('a', 'b'));
    const { message, answer } = home.take();

    const [one] = await Promise.all([
      home.handle(message),
      home.handle(message, home.otherProcess({ physical })),
    ]);
    answer(one);
    await home.toEnd();

    expect(await endOf(home, id)).toMatchObject({ status: 'Succeeded', output: { LARGE } });
  });

  test('that is gone, or was changed, is damage that names the execution', async () => {
    const { home, blobs } = openHome();
    home.targets.answer = () => returned({ LARGE });
    const { id } = await home.start(functionFlow('a'));
    await home.toEnd();

    for (const [text, problem] of [
      [undefined, 'it is gone'],
      ['{}', 'it is not what was stored'],
    ] as const) {
      Object.assign(blobs, { get: async () => text });
      await expect(home.history({ id })).rejects.toThrow(
        `5012 bytes of execution run is damaged and set aside: ${problem}`,
      );
    }
  });
});

describe('a large input', () => {
  test('is stored before the execution, once, and is its input everywhere', async () => {
    const { home, blobs } = openHome();
    const input = JSON.stringify({ LARGE });
    const { id } = await home.start(functionFlow('a'), input);
    expect(blobs.written).toEqual([input]);
    expect(await storedBeside(home, id)).not.toContain(LARGE);

    await home.toEnd();

    expect(home.targets.calls[0]?.event).toBe(input);
    expect((await home.history({ id }))[0]?.detail).toBe(`{"input":${input}}`);
    expect(blobs.written).toEqual([input]);
  });

  test('that cannot be stored starts nothing', async () => {
    const { home, blobs } = openHome();
    await home.createFlow('main', functionFlow('a'));
    blobs.isOut = true;
    const input = JSON.stringify({ LARGE });
    await expect(
      startExecution(home.services, { flowName: 'main', executionName: 'run', input }),
    ).rejects.toThrow('does not respond');
    expect(
      await home.executions.readHeader({
        flowId: (await home.flows.readFlow('main'))?.id ?? '',
        name: 'run',
      }),
    ).toBe(undefined);
  });
});

describe('children', () => {
  test('get and return large values, which no message carries', async () => {
    const { home } = openHome();
    await home.createFlow('child', functionFlow('work'));
    home.targets.answer = ({ event }) => returned({ result: `${JSON.parse(event).LARGE}!` });
    const { id } = await home.start(
      flow(task('sub', 'acs:fnf:::flow/child', 'pattern: sync')),
      JSON.stringify({ LARGE }),
    );
    const sent: string[] = [];
    const { send } = home.queue;
    home.queue.send = (body, delay) => {
      sent.push(JSON.stringify(body));
      return send.call(home.queue, body, delay);
    };

    await home.toEnd();

    expect(await endOf(home, id)).toMatchObject({ status: 'Succeeded', output: { result: `${LARGE}!` } });
    expect(sent.length).toBeGreaterThan(0);
    expect(Math.max(...sent.map((text) => text.length))).toBeLessThan(LEAST);
  });
});

describe('an execution that goes on after its end', () => {
  test('has its large values, which are kept longer and not stored again', async () => {
    const { home, blobs } = openHome();
    let isBroken = true;
    home.targets.answer = ({ target }) => {
      if (target.functionName.includes('fetch')) return returned({ LARGE });
      return isBroken
        ? { kind: 'failed', failure: { error: 'Broken', cause: '' } }
        : returned({ done: true });
    };
    const { id } = await home.start(functionFlow('fetch', 'use'));
    await home.toEnd();
    expect(await endOf(home, id)).toMatchObject({ status: 'Failed' });
    const before = [...blobs.written];

    isBroken = false;
    expect(await redriveExecution(home.services, id, {})).toMatchObject({ kind: 'redriven' });
    expect(blobs.written).toEqual(before);
    expect(blobs.kept).toBe(1);
    await home.toEnd();

    expect(await endOf(home, id)).toMatchObject({ status: 'Succeeded', output: { LARGE, done: true } });
  });

  test('without large values asks nothing of their store', async () => {
    const { home, blobs } = openHome();
    home.targets.answer = () => ({ kind: 'failed', failure: { error: 'Broken', cause: '' } });
    const { id } = await home.start(functionFlow('a'));
    await home.toEnd();

    await redriveExecution(home.services, id, {});

    expect([blobs.kept, blobs.reads, blobs.written]).toEqual([0, 0, []]);
  });
});

test('A store of executions never sees a large value, whichever way it comes', async () => {
  const { home } = openHome();
  let most = 0;
  const executions = facadeOf(home.executions, {
    append: async (id, record) => {
      most = Math.max(most, JSON.stringify(record).length);
      return home.executions.append(id, record);
    },
  });
  Object.assign(home.services, { executions });
  home.targets.answer = () =>
    returned({ LARGE, list: Array.from({ length: 500 }, (_, index) => `${index}`) });
  const { id } = await home.start(
    flow(
      `  - type: foreach
    name: each
    iterationMapping: { collection: $.items, item: item }
    steps:
      - type: task
        name: a
        resourceArn: acs:fc:::services/w/functions/a
`,
    ),
    JSON.stringify({ items: Array.from({ length: 20 }, (_, index) => index) }),
  );
  await home.toEnd();
  expect(await endOf(home, id)).toMatchObject({ status: 'Succeeded' });
  expect(most).toBeLessThan(20 * LEAST);
});
