import { describe, expect, test } from 'vitest';
import { ExecutionLog } from '../../../../src/engine/log/execution-log.ts';
import { MAX_TIMEOUT_SECONDS } from '../../../../src/limits.ts';
import { flow, PASS, task } from '../engine-flows.ts';
import { EngineHome, facadeOf, returned, START } from '../engine-home.ts';

/** A loop of a task, a rest and a question: every round is driven by a message of its own, which loads the log. */
const ROUNDS = flow(
  task('count', 'acs:fc:::services/w/functions/count'),
  '  - type: wait\n    name: rest\n    duration: 1\n',
  '  - type: choice\n    name: enough\n    choices: [{ condition: $.n < $.rounds, goto: count }]\n',
);

const EVENTS_PER_ROUND = 13;

interface Cost {
  readonly events: number;
  readonly written: number;
  readonly read: number;
}

/** Bytes read and written by an execution of about so many events. */
async function costOf(events: number): Promise<Cost> {
  const cost = { events: 0, written: 0, read: 0 };
  const store = new EngineHome();
  const executions = facadeOf(store.executions, {
    append: async (id, record) => {
      cost.written += JSON.stringify(record).length;
      cost.events += record.events.length;
      return store.executions.append(id, record);
    },
    load: async (id) => {
      const loaded = await store.executions.load(id);
      cost.read += JSON.stringify(loaded).length;
      return loaded;
    },
  });
  Object.assign(store.services, { executions });
  let count = 0;
  store.targets.answer = () => {
    count++;
    return returned({ n: count });
  };
  const header = await store.start(ROUNDS, JSON.stringify({ rounds: Math.ceil(events / EVENTS_PER_ROUND) }));
  await store.toEnd();
  expect((await store.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
  return cost;
}

describe('the cost of an event', () => {
  test('does not grow with the length of the run, in bytes written', async () => {
    const short = await costOf(50);
    const long = await costOf(5_000);
    expect(long.events).toBeGreaterThan(5_000 - EVENTS_PER_ROUND);
    expect(long.written / long.events).toBeLessThan(1.1 * (short.written / short.events));
  });

  test('does not grow with the length of the run, in bytes read, once the first snapshot is there', async () => {
    const middle = await costOf(2_500);
    const long = await costOf(5_000);
    expect(long.read / long.events).toBeLessThan(1.1 * (middle.read / middle.events));
  });
});

describe('an execution log', () => {
  test('is undefined when there is no such execution', async () => {
    const home = new EngineHome();
    expect(await ExecutionLog.read(home.services, { flowId: 'none', name: 'none' })).toBeUndefined();
  });

  test('refuses to go on with an execution that is gone', async () => {
    const home = new EngineHome();
    const header = await home.start(PASS);
    let isGone = false;
    const executions = facadeOf(home.executions, {
      load: async (id) => (isGone ? undefined : home.executions.load(id)),
    });
    const log = await ExecutionLog.read({ ...home.services, executions }, header.id);
    isGone = true;
    await expect(log?.share().hasCommitOf('message')).rejects.toThrow('execution run is gone');
  });

  test('refuses an input that is no object, which no start accepts', async () => {
    const home = new EngineHome();
    await expect(home.start(PASS, '[]')).rejects.toThrow('no JSON object');
  });
});

test.each([
  ['timeoutSeconds: 3600\n', 3_600],
  ['', MAX_TIMEOUT_SECONDS],
])('The store learns by when an execution has ended at the latest, with %j', async (attribute, seconds) => {
  const told: (number | undefined)[] = [];
  const store = new EngineHome();
  const executions = facadeOf(store.executions, {
    append: async (id, record, endsBy) => {
      told.push(endsBy);
      return store.executions.append(id, record);
    },
    close: async (id, end, endsBy) => {
      told.push(endsBy);
      await store.executions.close(id, end);
    },
  });
  Object.assign(store.services, { executions });
  const task = '{type: task, name: a, resourceArn: "acs:fc:::services/s/functions/f"}';
  await store.start(`version: v1\ntype: flow\n${attribute}steps:\n  - ${task}\n`);
  await store.toEnd();
  expect(told.length).toBeGreaterThan(1);
  expect(new Set(told)).toEqual(new Set([START + seconds * 1000]));
});
