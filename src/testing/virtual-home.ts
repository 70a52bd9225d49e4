import { setImmediate as nextTurn } from 'node:timers/promises';
import { createApi } from '../api/handle-request.ts';
import { loadReader } from '../engine/map/read-items.ts';
import { runHome, servicesOf } from '../engine/run-home.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { type CallApi, callerOf } from './call-api.ts';
import type { MemoryObjects } from './memory/objects.ts';
import type { VirtualClock } from './memory/virtual-clock.ts';
import { MemoryHome } from './memory-home.ts';
import { type FindFunction, VirtualTargets } from './virtual-targets.ts';

/** The report of a task: an output for its step, or an error for its retry and catch. */
export type TaskReport = { readonly taskToken: string } & (
  | { readonly output: Readonly<Record<string, unknown>> }
  | { readonly error: string; readonly cause: string }
);

/** Receives a message of a queue or topic and returns a report; undefined leaves its task waiting. */
export type Receive = (destination: string, body: unknown) => Promise<TaskReport | undefined>;

/** The engine and the API on memory adapters, with time that moves only when nothing else can happen. */
export interface VirtualHome {
  readonly clock: VirtualClock;

  /** Objects that flows read and write. */
  readonly objects: MemoryObjects;

  /** Calls an operation of the API. @throws when it is refused. */
  readonly call: CallApi;

  /** Lets everything happen that can, or else the next thing that is due. @throws when nothing is left. */
  pause(): Promise<void>;
}

/** Noon of a day in 2026, so that recorded times are readable. */
const START = Date.UTC(2026, 0, 5, 12);

/** Turns of the event loop without any progress after which a handler counts as waiting for time to move on. */
const QUIET_TURNS = 3;

/** Opens an empty home. */
export function openVirtualHome(find: FindFunction, receive: Receive = async () => undefined): VirtualHome {
  const home = new MemoryHome({
    start: START,
    seed: 'examples',
    targets: (clock) => new VirtualTargets(clock, find),
    logger: { info: () => {}, warn: () => {}, error: (message) => fail(message) },
  });
  const { clock, targets } = home;
  const services = servicesOf(home, DEFAULT_LIMITS);
  // An import takes time, which the clock does not know.
  const running = Promise.all([runHome(home, services), loadReader()]);
  const call = callerOf(createApi({ ...services, maxWaitSeconds: 0 }));

  /** Hands out one message and waits until its handler is done, or cannot go on before time does. */
  async function handleOne(): Promise<boolean> {
    const handling = home.deliver();
    if (handling === undefined) return false;
    let isDone = false;
    void handling.then(() => {
      isDone = true;
    });
    for (let quiet = 0; quiet < QUIET_TURNS && !isDone; quiet += 1) {
      if (await targets.becomeIdle()) quiet = 0;
      await nextTurn();
    }
    return true;
  }

  async function receiveSent(): Promise<boolean> {
    const sent = targets.takeSent();
    for (const { destination, body } of sent) {
      const report = await receive(destination, JSON.parse(body));
      if (report !== undefined) await reportTask(report);
    }
    return sent.length > 0;
  }

  async function reportTask(report: TaskReport): Promise<void> {
    const { taskToken: TaskToken } = report;
    if ('output' in report) {
      await call('ReportTaskSucceeded', { TaskToken, Output: JSON.stringify(report.output) });
    } else {
      await call('ReportTaskFailed', { TaskToken, Error: report.error, Cause: report.cause });
    }
  }

  return {
    clock,
    objects: home.objects,
    call,
    async pause() {
      await running;
      let hasMoved = false;
      while (await handleOne()) hasMoved = true;
      if (hasMoved || (await receiveSent())) return;
      const due = clock.nextDue();
      if (due === undefined)
        throw new Error('Nothing is left that could happen, and the execution has not ended.');
      await clock.advanceTo(due);
    },
  };
}

function fail(message: string): never {
  throw new Error(`The engine logged an error: ${message}`);
}
