import { afterEach, beforeEach, expect, test } from 'vitest';

import { EmbeddedDispatchQueue } from '../../../../src/adapters/embedded/dispatch-queue.ts';
import { type EmbeddedStores, openEmbeddedStores } from '../../../../src/adapters/embedded/open-stores.ts';
import { randomIds, systemClock } from '../../../../src/adapters/system.ts';
import type { DispatchMessage } from '../../../../src/ports/dispatch-queue.ts';
import type { LogFields } from '../../../../src/ports/logger.ts';
import { makeHeader } from '../../../conformance/execution-fixtures.ts';

let stores: EmbeddedStores;
let queue: EmbeddedDispatchQueue;
let logged: { message: string; fields: LogFields | undefined }[];

beforeEach(() => {
  logged = [];
  stores = openEmbeddedStores('memory', systemClock);
  const ignore = () => {};
  const logger = {
    info: ignore,
    warn: ignore,
    error: (message: string, fields?: LogFields) => logged.push({ message, fields }),
  };
  const { commits, messages, holds } = stores;
  queue = new EmbeddedDispatchQueue({ clock: systemClock, ids: randomIds, logger, commits, messages, holds });
});
afterEach(async () => {
  await queue.close();
  await stores.close();
});

function send(name: string, flowId = 'flow-1'): Promise<string> {
  return queue.send({ kind: 'dispatch', execution: { flowId, name } });
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function nameOf({ body }: DispatchMessage): string {
  return body.kind === 'dispatch' ? body.execution.name : body.kind;
}

test('A handler finds what the sender wrote right after sending', async () => {
  const found: (string | undefined)[] = [];
  queue.consume(async (message) => {
    const header = await stores.executions.readHeader({ flowId: 'flow-1', name: nameOf(message) });
    found.push(header?.owner === message.id ? header.id.name : undefined);
    return { done: true };
  }, 10);
  const names = Array.from({ length: 50 }, (_, index) => `run-${index}`);

  await Promise.all(
    names.map(async (name) => stores.executions.create(makeHeader(name, { owner: await send(name) }))),
  );
  await queue.idle();

  expect(found).toEqual(names);
});

test('Messages are handed out in the order of sending, at most half of those allowed at a time to one flow', async () => {
  const started: string[] = [];
  let running = 0;
  let most = 0;
  queue.consume(async (message) => {
    started.push(nameOf(message));
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return { done: true };
  }, 6);
  const names = Array.from({ length: 40 }, (_, index) => `${index}`);

  for (const name of names) await send(name);
  await queue.idle();

  expect(started).toEqual(names);
  expect(most).toBe(3);
});

test('A flow whose messages take for ever leaves free what others need, and they do not wait behind it', async () => {
  const release = Promise.withResolvers<void>();
  const quick: string[] = [];
  queue.consume(async ({ body }) => {
    if (body.kind === 'dispatch' && body.execution.flowId !== 'quick') await release.promise;
    else quick.push(nameOf({ id: '', sentAt: 0, body }));
    return { done: true };
  }, 12);
  for (const flowId of ['noisy-1', 'noisy-2']) {
    for (let index = 0; index < 1_000; index += 1) await send(`${index}`, flowId);
  }

  for (const name of ['a', 'b', 'c']) await send(name, 'quick');
  while (quick.length < 3) await turn();

  expect(quick).toEqual(['a', 'b', 'c']);
  expect([queue.waiting('noisy-1'), queue.waiting('noisy-2'), queue.waiting('quick')]).toEqual([994, 997, 0]);
  expect(queue.waiting()).toBe(1_991);
  release.resolve();
  await queue.idle();
  expect(queue.waiting()).toBe(0);
});

test('Flows take turns', async () => {
  const order: string[] = [];
  for (const name of ['a1', 'a2', 'a3']) await send(name, 'a');
  for (const name of ['b1', 'b2']) await send(name, 'b');
  await send('c1', 'c');
  await turn();

  queue.consume(async (message) => {
    order.push(nameOf(message));
    return { done: true };
  }, 1);
  await queue.idle();

  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
});

test('A burst is handed out in parts, between which the process serves others', async () => {
  const handed: number[] = [];
  const release = Promise.withResolvers<void>();
  let turns = 0;
  for (let index = 0; index < 1_000; index += 1) await send(`${index}`, `flow-${index % 10}`);
  await turn();

  queue.consume(async () => {
    handed[turns] = (handed[turns] ?? 0) + 1;
    await release.promise;
    return { done: true };
  }, 10_000);
  for (; turns < 20; turns += 1) await turn();
  release.resolve();

  // The first part goes at once, the second before this test is told of the turn.
  expect(handed.filter((count) => count > 0)).toEqual([500, 250, 250]);
});

test('A failure of a handler is logged with the message and the reason', async () => {
  const id = await send('a');
  const failed = new Promise<void>((resolve) => {
    queue.consume(async () => {
      setImmediate(resolve);
      throw new TypeError('not today');
    }, 1);
  });

  await failed;

  expect(logged).toHaveLength(1);
  expect(logged[0]?.fields).toMatchObject({
    message: id,
    kind: 'dispatch',
    failures: 1,
    retryInSeconds: 0.25,
  });
  expect(logged[0]?.fields?.['error']).toContain('TypeError: not today');
});

test('Closing waits for running handlers and hands out nothing more', async () => {
  const log: string[] = [];
  let finish = () => {};
  queue.consume(async (message) => {
    log.push(`begin ${nameOf(message)}`);
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    log.push(`end ${nameOf(message)}`);
    return { done: true };
  }, 1);
  await send('a');
  await send('b');
  while (log.length === 0) await new Promise((resolve) => setImmediate(resolve));

  const closing = queue.close().then(() => log.push('closed'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(log).toEqual(['begin a']);
  finish();
  await closing;
  await new Promise((resolve) => setImmediate(resolve));

  expect(log).toEqual(['begin a', 'end a', 'closed']);
});

test('A queue with only delayed messages is idle', async () => {
  queue.consume(async () => ({ done: true }), 1);
  await queue.send({ kind: 'flow-deleted', flowId: 'later' }, 900);

  await expect(queue.idle()).resolves.toBeUndefined();
});
