import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { HeldRoom } from '../../../../src/engine/drive/result-room.ts';
import { handleMessage } from '../../../../src/engine/messages/handle-message.ts';
import type { ResultRoom, TargetCall, TaskTargets } from '../../../../src/ports/task-targets.ts';
import { MEMORY_LIMITS } from '../../../../src/testing/memory/physical-limits.ts';
import { flow } from '../engine-flows.ts';
import { EngineHome, facadeOf, returned } from '../engine-home.ts';

const physical = { ...MEMORY_LIMITS, arrivingBytes: 100 };

/** Takes room without waiting for it. @returns whether it was taken */
function taking(room: ResultRoom, bytes: number, signal = new AbortController().signal) {
  const state = { isIn: false, reason: undefined as unknown };
  room.take(bytes, signal).then(
    () => {
      state.isIn = true;
    },
    (reason) => {
      state.reason = reason;
    },
  );
  return state;
}

describe('room for results', () => {
  function openRooms(count: number): readonly HeldRoom[] {
    const { executions } = new EngineHome();
    return Array.from({ length: count }, () => new HeldRoom({ executions, physical }));
  }

  test('is given to those that came first, while all of them fit', async () => {
    const [a, b, c, d] = openRooms(4) as [HeldRoom, HeldRoom, HeldRoom, HeldRoom];
    const states = [taking(a, 60), taking(b, 40), taking(c, 50), taking(d, 1)];
    await nextTurn();
    expect(states.map(({ isIn }) => isIn)).toEqual([true, true, false, false]);

    b.release();
    await nextTurn();
    expect(states.map(({ isIn }) => isIn)).toEqual([true, true, false, false]);

    a.release();
    await nextTurn();
    expect(states.map(({ isIn }) => isIn)).toEqual([true, true, true, true]);
  });

  test('is given to one of any size alone', async () => {
    const [a, b] = openRooms(2) as [HeldRoom, HeldRoom];
    const states = [taking(a, 1_000), taking(b, 1)];
    await nextTurn();
    expect(states.map(({ isIn }) => isIn)).toEqual([true, false]);
  });

  test('is given back once', async () => {
    const [a, b, c] = openRooms(3) as [HeldRoom, HeldRoom, HeldRoom];
    await a.take(60, new AbortController().signal);
    await b.take(40, new AbortController().signal);
    a.release();
    a.release();
    const third = taking(c, 100);
    await nextTurn();
    expect(third.isIn).toBe(false);
  });

  test('is given up by one whose call ends while it waits, and goes to the next', async () => {
    const [a, b, c] = openRooms(3) as [HeldRoom, HeldRoom, HeldRoom];
    await a.take(60, new AbortController().signal);
    const gone = new AbortController();
    const states = [taking(b, 60, gone.signal), taking(c, 10)];
    await nextTurn();
    expect(states[1]?.isIn).toBe(false);

    gone.abort('broken off');
    await nextTurn();
    expect(states).toEqual([
      { isIn: false, reason: 'broken off' },
      { isIn: true, reason: undefined },
    ]);
    await expect(
      new HeldRoom({ executions: new EngineHome().executions, physical }).take(1, gone.signal),
    ).rejects.toBe('broken off');
  });

  test('that is taken after all is over is given back at once', async () => {
    const [a, b] = openRooms(2) as [HeldRoom, HeldRoom];
    a.release();
    await a.take(100, new AbortController().signal);
    const second = taking(b, 100);
    await nextTurn();
    expect(second.isIn).toBe(true);
  });
});

const WIDE = flow(
  `  - type: foreach
    name: all
    iterationMapping: { collection: $.items, item: item }
    steps: [{ type: task, name: fetch, resourceArn: 'acs:fc:::services/w/functions/fetch' }]
`,
);

/** Functions whose results take so many bytes of room before they are read. */
class Roomy implements TaskTargets {
  reading = 0;
  most = 0;
  readonly #bytes: number;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  async call({ room }: TargetCall) {
    await room?.take(this.#bytes, new AbortController().signal);
    this.reading += 1;
    this.most = Math.max(this.most, this.reading);
    return returned({});
  }
}

describe('a driver', () => {
  test('reads large results only as fast as it commits them', async () => {
    const targets = new Roomy(40);
    const home = new EngineHome({ physical });
    const executions = facadeOf(home.executions, {
      append: async (id, record) => {
        for (const { type } of record.events) if (type === 'TaskSucceeded') targets.reading -= 1;
        return home.executions.append(id, record);
      },
    });
    await home.start(WIDE, JSON.stringify({ items: Array.from({ length: 20 }, (_, index) => index) }));

    expect(await handleMessage(home.take().message, { ...home.services, executions, targets })).toEqual({
      done: true,
    });
    expect(targets.most).toBe(2);
  });

  test('whose commit fails gives all room back, also what results take after that', async () => {
    const targets = new Roomy(60);
    const home = new EngineHome({ physical });
    let isBroken = true;
    const executions = facadeOf(home.executions, {
      append: async (id, record) => {
        if (isBroken) throw new Error('the table does not respond');
        return home.executions.append(id, record);
      },
    });
    const services = { ...home.services, executions, targets };
    await home.start(WIDE, '{"items":[1,2,3]}');
    const { message } = home.take();

    await handleMessage(message, services).catch(() => {});
    isBroken = false;
    await nextTurn();

    expect(await handleMessage(message, services)).toEqual({ done: true });
  });
});
