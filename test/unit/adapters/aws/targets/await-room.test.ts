import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FlowClients } from '../../../../../src/adapters/aws/targets/flow-clients.ts';
import { closeIdleSockets } from '../../../../../src/adapters/aws/targets/function-sockets.ts';
import { createAwsTaskTargets } from '../../../../../src/adapters/aws/targets/task-targets.ts';
import type { FunctionCall, ResultRoom, TaskTargets } from '../../../../../src/ports/task-targets.ts';
import { createVirtualClock } from '../../../../../src/testing/memory/virtual-clock.ts';
import { TEST_CONFIG } from '../../../../aws/emulated/config.ts';
import { NO_REPLIES, targetClientsOf } from '../../../../aws/emulated/target-clients.ts';
import { untilPasses } from '../../../../helpers/until-passes.ts';

const LARGE = JSON.stringify({ text: 'x'.repeat(100_000) });

/** Room that a test gives when it wants to. */
class KeptRoom implements ResultRoom {
  readonly asked: number[] = [];
  give: () => void = () => {};

  async take(bytes: number, signal: AbortSignal): Promise<void> {
    this.asked.push(bytes);
    await new Promise<void>((resolve, reject) => {
      this.give = resolve;
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }
}

let serve: (response: ServerResponse) => void;
let targets: TaskTargets;
let room: KeptRoom;
let close: () => Promise<void>;

beforeEach(async () => {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => serve(response));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const clients = new FlowClients({
    create: () => targetClientsOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    assumeRole: () => Promise.reject(new Error('the flow has no role')),
  });
  room = new KeptRoom();
  targets = createAwsTaskTargets(clients, TEST_CONFIG, createVirtualClock(0), NO_REPLIES);
  close = async () => {
    closeIdleSockets();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
});
afterEach(() => close());

function call(given: Partial<FunctionCall> = {}): ReturnType<TaskTargets['call']> {
  const resourceArn = 'acs:fc:::services/s/functions/f';
  const target = { kind: 'function', resourceArn, service: 's', functionName: 'f' } as const;
  const caller = { flowName: 'f', executionName: 'e', stepName: 's', taskId: 't', roleArn: '' };
  return targets.call({ kind: 'function', caller, target, event: '{}', isAsync: false, room, ...given });
}

test('A large result is read once there is room for as many bytes as it has', async () => {
  serve = (response) => response.setHeader('content-length', LARGE.length).end(LARGE);
  let isRead = false;
  const outcome = call().finally(() => {
    isRead = true;
  });
  await untilPasses(() => expect(room.asked).toEqual([LARGE.length]));
  await nextTurn();
  expect(isRead).toBe(false);

  room.give();

  expect(await outcome).toEqual({ kind: 'succeeded', output: LARGE });
});

test('A small result needs no room', async () => {
  serve = (response) => response.setHeader('content-length', 11).end('{"ok":true}');

  expect(await call()).toEqual({ kind: 'succeeded', output: '{"ok":true}' });
  expect(room.asked).toEqual([]);
});

test('A result of unknown size waits for room for the largest', async () => {
  serve = (response) => {
    response.write(LARGE.slice(0, 10));
    response.end(LARGE.slice(10));
  };
  const outcome = call();
  await untilPasses(() => expect(room.asked).toEqual([6 * 1024 * 1024]));
  room.give();

  expect(await outcome).toEqual({ kind: 'succeeded', output: LARGE });
});

test('A response that breaks off while it waits fails the call', async () => {
  let breakOff = () => {};
  serve = (response) => {
    response.setHeader('content-length', LARGE.length).write(LARGE.slice(0, 10));
    breakOff = () => response.destroy();
  };
  const outcome = call();
  await untilPasses(() => expect(room.asked).toHaveLength(1));
  breakOff();

  expect(await outcome).toMatchObject({ kind: 'failed', failure: { error: 'FC.InternalServerError' } });
});

test('A call whose deadline passes while its result waits fails then', async () => {
  serve = (response) => response.setHeader('content-length', LARGE.length).end(LARGE);

  expect(await call({ deadlineAt: 300 })).toMatchObject({ kind: 'failed' });
  expect(room.asked).toHaveLength(1);
});
