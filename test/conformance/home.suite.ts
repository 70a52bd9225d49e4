import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idOfInside } from '../../src/engine/map/part-ids.ts';
import { servicesOf } from '../../src/engine/run-home.ts';
import { startExecution } from '../../src/engine/start-execution.ts';
import { DEFAULT_LIMITS } from '../../src/limits.ts';
import type { ExecutionEnd, ExecutionId } from '../../src/ports/execution-store.ts';
import type { Home } from '../../src/ports/home.ts';
import { makeFlow } from './flow-fixtures.ts';

/** A home that the engine runs, and the time it lives in. */
export interface HomeHarness {
  /** The home as it is now: another one after a restart. */
  readonly home: Home;
  /** Lets so much time pass, and whatever falls due happen. */
  advance(milliseconds: number): Promise<void>;
  /** Closes the home, and has the engine run one over the same data. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

const WAITING = 'version: v1\ntype: flow\nsteps:\n  - {type: wait, name: w, duration: 2}\n';

const BESIDE_MAP = `version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps:
          - type: foreach
            name: each
            iterationMapping: { collection: $.items, item: item, index: index }
            distributed: {}
            steps: [{ type: wait, name: long, duration: 600 }]
      - steps: [{ type: wait, name: w, duration: 1 }, { type: fail, name: no, error: No }]
`;

/** The promises of the interface that every home keeps. */
export function homeSuite(name: string, open: () => Promise<HomeHarness>): void {
  describe(`home: ${name}`, () => {
    let harness: HomeHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.dispose());

    async function start(definition = WAITING): Promise<ExecutionId> {
      const services = servicesOf(harness.home, DEFAULT_LIMITS);
      await services.flows.createFlow(makeFlow('orders', { definition }));
      const outcome = await startExecution(services, {
        flowName: 'orders',
        executionName: 'run',
        input: '{"items":[1]}',
      });
      if (outcome.kind !== 'started') throw new Error(`The start was answered by ${outcome.kind}`);
      return outcome.header.id;
    }

    async function endOf(id: ExecutionId): Promise<ExecutionEnd | undefined> {
      return (await harness.home.ports.executions.readHeader(id))?.end;
    }

    async function unfinished(flowId: string): Promise<readonly ExecutionId[]> {
      const found: ExecutionId[] = [];
      for await (const id of harness.home.ports.executions.listUnfinished(flowId)) found.push(id);
      return found;
    }

    test('An execution goes to its end', async () => {
      const id = await start();
      await harness.advance(1_000);
      expect(await endOf(id)).toBeUndefined();
      await harness.advance(2_000);
      expect((await endOf(id))?.status).toBe('Succeeded');
    });

    test('An execution that a close leaves behind goes on in the home that is started next', async () => {
      const id = await start();
      await harness.advance(100);
      await harness.restart();
      await harness.advance(4_000);
      expect((await endOf(id))?.status).toBe('Succeeded');
    });

    test('A map run ends with the execution that it is a part of', async () => {
      const id = await start(BESIDE_MAP);
      await harness.advance(500);
      const [run, ...others] = await unfinished(idOfInside(id));
      expect([run?.name, ...others]).toEqual([expect.stringMatching('^map-')]);
      const inside = idOfInside(run ?? id);
      // Stops come down level by level, each with a message and a commit.
      for (let second = 0; second < 60 && (await unfinished(inside)).length > 0; second++)
        await harness.advance(1_000);
      expect((await endOf(id))?.status).toBe('Failed');
      expect(run && (await endOf(run))?.status).toBe('Stopped');
      expect(await unfinished(inside)).toEqual([]);
    });

    test('Nothing that is started behind the back of a home is abandoned while it lives', async () => {
      await start();
      const abandoned: ExecutionId[] = [];
      for await (const id of harness.home.abandoned()) abandoned.push(id);
      expect(abandoned).toEqual([]);
    });

    test('A message is held back as long as the home says, and no longer', async () => {
      const { ports, physical } = harness.home;
      const { delaySeconds: longest } = physical;
      await ports.queue.send({ kind: 'flow-deleted', flowId: 'flow-1' }, longest);
      await expect(ports.queue.send({ kind: 'flow-deleted', flowId: 'flow-1' }, longest + 1)).rejects.toThrow(
        `A message can be delayed by 0 to ${longest} seconds, not ${longest + 1}`,
      );
    });
  });
}
