import { expect, test } from 'vitest';
import { NoRoom } from '../../../../src/engine/log/no-room.ts';
import { withExecution } from '../../../../src/engine/log/open-executions.ts';
import { handleMessage } from '../../../../src/engine/messages/handle-message.ts';
import { startExecution } from '../../../../src/engine/start-execution.ts';
import type { ExecutionId } from '../../../../src/ports/execution-store.ts';
import { MEMORY_LIMITS } from '../../../../src/testing/memory/physical-limits.ts';
import { PASS } from '../engine-flows.ts';
import { EngineHome } from '../engine-home.ts';

const physical = { ...MEMORY_LIMITS, inlineBytes: 1_000, openBytes: 12_000 };

/** A home with executions whose inputs have so many bytes; their messages wait. */
async function homeWith(sizes: readonly number[]) {
  const home = new EngineHome({ physical });
  await home.createFlow('main', PASS);
  const ids: ExecutionId[] = [];
  for (const [index, size] of sizes.entries()) {
    const input = JSON.stringify({ text: 'x'.repeat(size - 11) });
    const outcome = await startExecution(home.services, {
      flowName: 'main',
      executionName: `e-${index}`,
      input,
    });
    if (outcome.kind === 'started') ids.push(outcome.header.id);
  }
  return { home, ids };
}

/** Keeps executions open until `close`. */
function keepOpen({ services }: EngineHome, ids: readonly ExecutionId[]) {
  const closed = Promise.withResolvers<void>();
  const opened = ids.map((id) => {
    const isOpen = Promise.withResolvers<void>();
    const use = async () => {
      isOpen.resolve();
      await closed.promise;
    };
    return { isOpen: isOpen.promise, done: withExecution(services, id, use, 'comesAgain') };
  });
  return {
    areOpen: Promise.all(opened.map(({ isOpen }) => isOpen)),
    close: async () => {
      closed.resolve();
      await Promise.all(opened.map(({ done }) => done));
    },
  };
}

test('an execution with large values is opened only while those of others leave room, and then again', async () => {
  const { home, ids } = await homeWith([5_000, 5_000, 5_000]);
  const [a, b, c] = ids as [ExecutionId, ExecutionId, ExecutionId];
  const open = keepOpen(home, [a, b]);
  await open.areOpen;
  const third = () => withExecution(home.services, c, async ({ state }) => state.status, 'comesAgain');
  await expect(third()).rejects.toThrow(NoRoom);
  await open.close();
  expect(await third()).toBe('Succeeded');
});

test('one that is larger than all the room is opened alone, and small ones always', async () => {
  const { home, ids } = await homeWith([50_000, 100]);
  const open = keepOpen(home, ids);
  await open.areOpen;
  await open.close();
});

test('callers of the API, and other users of one that is open, are served in any case', async () => {
  const { home, ids } = await homeWith([9_000, 9_000]);
  const [a, b] = ids as [ExecutionId, ExecutionId];
  const open = keepOpen(home, [a]);
  await open.areOpen;
  const status = async (id: ExecutionId, patience: 'comesAgain' | 'waits') =>
    await withExecution(home.services, id, async ({ state }) => state.status, patience);
  expect(await status(a, 'comesAgain')).toBe('Succeeded');
  const both = [status(b, 'comesAgain').catch((error: Error) => error.name), status(b, 'waits')];
  expect(await Promise.all(both)).toEqual(['NoRoom', 'Succeeded']);
  await open.close();
});

test('its message comes back in some seconds, and nothing is lost', async () => {
  const { home, ids } = await homeWith([9_000, 9_000]);
  const open = keepOpen(home, ids.slice(0, 1));
  await open.areOpen;
  const messages = [home.take(), home.take()];
  const body = { kind: 'dispatch', execution: ids[1] };
  const own = messages.find(({ message }) => JSON.stringify(message.body) === JSON.stringify(body));
  if (own === undefined) throw new Error(JSON.stringify(messages.map(({ message }) => message.body)));
  expect(await handleMessage(own.message, home.services)).toEqual({ done: false, retryInSeconds: 5 });
  await open.close();
  expect(await handleMessage(own.message, home.services)).toEqual({ done: true });
  expect((await home.executions.readHeader(ids[1] as ExecutionId))?.end?.status).toBe('Succeeded');
});
