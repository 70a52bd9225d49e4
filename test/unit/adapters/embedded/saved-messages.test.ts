import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EmbeddedDispatchQueue } from '../../../../src/adapters/embedded/dispatch-queue.ts';
import { openEmbeddedStores } from '../../../../src/adapters/embedded/open-stores.ts';
import { randomIds, systemClock } from '../../../../src/adapters/system.ts';
import type { DispatchBody, DispatchMessage, Handled } from '../../../../src/ports/dispatch-queue.ts';
import type { StatusDetail } from '../../../../src/ports/status-events.ts';

const ignore = () => {};
const logger = { info: ignore, warn: ignore, error: ignore };
const execution = { flowId: 'flow-1', name: 'run-1' };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-messages-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Opens the folder as a process would, does some work, and ends without waiting for anything. */
async function inProcess(work: (queue: EmbeddedDispatchQueue) => Promise<void>): Promise<void> {
  const stores = openEmbeddedStores({ folder }, systemClock);
  const { commits, messages, holds } = stores;
  const queue = new EmbeddedDispatchQueue({
    clock: systemClock,
    ids: randomIds,
    logger,
    commits,
    messages,
    holds,
  });
  queue.restore(() => true);
  await work(queue);
  await queue.close();
  await stores.close();
}

async function received(handled: Handled): Promise<DispatchMessage[]> {
  const found: DispatchMessage[] = [];
  await inProcess(async (queue) => {
    queue.consume(async (message) => {
      found.push(message);
      return handled;
    }, 1);
    await queue.idle();
  });
  return found;
}

test.each<DispatchBody>([
  { kind: 'report', token: 'token', result: { kind: 'succeeded', output: '{"ä":1}' } },
  { kind: 'command', execution, command: { type: 'Stop', failure: { error: 'E', cause: '' } } },
  { kind: 'start', flowName: 'flow', executionName: 'run', input: '{}' },
  { kind: 'status', detail: { name: 'run' } as StatusDetail },
  { kind: 'flow-deleted', flowId: 'flow-1' },
  { kind: 'stop-executions', flowId: 'flow-1' },
])('a $kind message outlives the process until its handler is done with it', async (body) => {
  let id = '';
  await inProcess(async (queue) => {
    id = await queue.send(body);
  });
  expect(await received({ done: false, retryInSeconds: 600 })).toMatchObject([{ id, body }]);
  expect(await received({ done: true })).toMatchObject([{ id, body }]);
  expect(await received({ done: true })).toEqual([]);
});

test.each<DispatchBody>([
  { kind: 'dispatch', execution },
  { kind: 'command', execution, command: { type: 'FireTimer', timer: 3, dueAt: 0 } },
])('a $kind message that the logs imply is not kept', async (body) => {
  await inProcess(async (queue) => {
    await queue.send(body);
  });
  expect(await received({ done: true })).toEqual([]);
});
