import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Decided, ExecutionLog } from '../../../../src/engine/log/execution-log.ts';
import { withExecution } from '../../../../src/engine/log/open-executions.ts';
import { reportTask } from '../../../../src/engine/report-task.ts';
import { startExecution } from '../../../../src/engine/start-execution.ts';
import { ASK, PASS } from '../engine-flows.ts';
import { EngineHome, facadeOf } from '../engine-home.ts';

async function counted(definition = PASS) {
  const home = new EngineHome();
  const header = await home.start(definition);
  let loads = 0;
  const executions = facadeOf(home.executions, {
    load: async (id) => {
      loads++;
      return home.executions.load(id);
    },
  });
  return { home, header, services: { ...home.services, executions }, loads: () => loads };
}

/** The decision that there is nothing to do. */
function nothing(log: ExecutionLog): Decided {
  return { at: log.circumstances(''), events: [], state: log.state };
}

test('Users at the same time share one execution, which is read once', async () => {
  const { header, services, loads } = await counted();
  const states = await Promise.all(
    [1, 2, 3].map(() => withExecution(services, header.id, async ({ state }) => state)),
  );
  expect(loads()).toBe(1);
  expect(new Set(states).size).toBe(1);
});

test('That there is nothing to do is believed of the user for whom the log was read, and of others once it is read again', async () => {
  const { header, services, loads } = await counted();
  const believed = await Promise.all(
    [1, 2, 3].map(() =>
      withExecution(services, header.id, (log) =>
        log.exclusive(async () => [await log.commit(nothing(log)), await log.commit(nothing(log))]),
      ),
    ),
  );
  // The second user's reading serves the third as well.
  expect(believed).toEqual([
    [true, true],
    [false, true],
    [true, true],
  ]);
  expect(loads()).toBe(2);
});

test('That a message has committed nothing is believed under the same condition', async () => {
  const { header, services, loads } = await counted();
  const ask = () => withExecution(services, header.id, (log) => log.hasCommitOf('another'));
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([false, false, false]);
  expect(loads()).toBe(2);
});

test('Reports that are repeated again and again share one reading, so that they cannot keep an execution from going on', async () => {
  const { home, services, loads, header } = await counted(ASK);
  await home.settle();
  const [token = ''] = await home.tokens(header);
  const report = () => reportTask(services, token, { kind: 'succeeded', output: '{}' });
  await report();
  const before = loads();
  await withExecution(services, header.id, async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, report));
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['alreadyCompleted']));
  });
  expect(loads() - before).toBe(2);
});

test('A read or an append before a user came does not make the state fresh for that user', async () => {
  const { services, header } = await counted(ASK);
  await withExecution(services, header.id, async (log) => {
    const event = { type: 'ExecutionStopped', failure: { error: 'Enough', cause: '' } } as const;
    const decided = { ...nothing(log), events: [event] };
    expect(await log.commit(decided)).toBe(true);
    await withExecution(services, header.id, async (later) => {
      expect(await later.commit(nothing(later))).toBe(false);
      expect(await later.commit(nothing(later))).toBe(true);
    });
    await withExecution(services, header.id, async (later) => {
      expect(await log.commit({ ...nothing(log), events: [event] })).toBe(true);
      expect(await later.commit(nothing(later))).toBe(true);
    });
  });
});

test('An execution is forgotten when its last user is done, also after a failure', async () => {
  const { header, services, loads } = await counted();
  const failing = withExecution(services, header.id, async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await withExecution(services, header.id, async () => {});
  expect(loads()).toBe(2);
});

test('A read that fails is not kept for others', async () => {
  const { home, header } = await counted();
  let isBroken = true;
  const executions = facadeOf(home.executions, {
    load: async (id) => {
      if (isBroken) throw new Error('no answer');
      return home.executions.load(id);
    },
  });
  const services = { ...home.services, executions };
  await expect(withExecution(services, header.id, async () => {})).rejects.toThrow('no answer');
  isBroken = false;
  expect(await withExecution(services, header.id, async () => 'used')).toBe('used');
});

test('An execution that does not exist is not used', async () => {
  const { services } = await counted();
  const used = await withExecution(services, { flowId: 'none', name: 'none' }, async () => 'used');
  expect(used).toBeUndefined();
});

test('A command is not ignored because the shared state is behind another process', async () => {
  const home = new EngineHome();
  const header = await home.start(ASK);
  const here = home.otherProcess();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const using = withExecution(here, header.id, () => held);
  await home.settle();
  const [token = ''] = await home.tokens(header);
  const result = { kind: 'succeeded', output: '{}' } as const;
  expect(await reportTask(here, token, result)).toMatchObject({ kind: 'reported' });
  release();
  await using;
});

test('Work on one execution takes turns, and goes on after a failure', async () => {
  const { header, services } = await counted();
  const done: string[] = [];
  await withExecution(services, header.id, async (log) => {
    const first = log.exclusive(async () => {
      await nextTurn();
      done.push('first');
      throw new Error('no');
    });
    const second = log.exclusive(async () => {
      done.push('second');
    });
    await expect(first).rejects.toThrow('no');
    await second;
  });
  expect(done).toEqual(['first', 'second']);
});

test('An execution is found that was created while another user read that there is none', async () => {
  const home = new EngineHome();
  let answer = () => {};
  const executions = facadeOf(home.executions, {
    load: async (id) => {
      const loaded = await home.executions.load(id);
      if (loaded === undefined) {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
      }
      return loaded;
    },
  });
  const services = { ...home.services, executions };
  const { id: flowId } = await home.createFlow('main', PASS);
  const id = { flowId, name: 'run' };
  const earlier = withExecution(services, id, async () => 'found');
  await nextTurn();
  await startExecution(home.services, { flowName: 'main', executionName: 'run' });
  const later = [1, 2].map(() => withExecution(services, id, async () => 'found'));
  answer();
  expect(await earlier).toBeUndefined();
  expect(await Promise.all(later)).toEqual(['found', 'found']);
});
