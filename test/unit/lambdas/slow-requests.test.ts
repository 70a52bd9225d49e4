import { beforeEach, describe, expect, test, vi } from 'vitest';
import { MemoryExecutionStore } from '../../../src/testing/memory/execution-store.ts';
import { createVirtualClock, type VirtualClock } from '../../../src/testing/memory/virtual-clock.ts';

// The modules read these when they are loaded.
process.env['POWERTOOLS_SERVICE_NAME'] = 'FdlOnAws-api';
process.env['POWERTOOLS_METRICS_NAMESPACE'] = 'FdlOnAws';
const { meterExecutions } = await import('../../../lambdas/metered-executions.ts');
const { powertoolsMetrics } = await import('../../../lambdas/metrics.ts');
const { SlowRequests } = await import('../../../lambdas/slow-requests.ts');

let clock: VirtualClock;
let requests: InstanceType<typeof SlowRequests>;
let measured: string[];

beforeEach(async () => {
  measured = [];
  vi.spyOn(powertoolsMetrics, 'addMetric').mockImplementation((name) => {
    measured.push(name);
    return powertoolsMetrics;
  });
  clock = createVirtualClock(0);
  requests = new SlowRequests(clock);
});

/** Serves a request that works so long, and then waits for an execution so long. */
async function serve(work: number, wait: number): Promise<void> {
  const store = new MemoryExecutionStore(clock);
  const id = { flowId: 'f', name: 'e' };
  await store.create({
    id,
    flowName: 'f',
    flowVersion: 1,
    input: '{}',
    startedAt: 0,
    owner: 'm',
    tokenKey: 'k',
  });
  const executions = meterExecutions(store, requests.wait);
  const served = requests.serve(async () => {
    await clock.sleep(work);
    if (wait > 0) await executions.awaitEnd(id, clock.now() + wait);
  });
  await clock.advanceBy(work + wait);
  await served;
}

describe('a request', () => {
  test.each([
    [5_000, 0, []],
    [5_001, 0, ['SlowRequests']],
    [10, 25_000, []],
    [5_001, 25_000, ['SlowRequests']],
  ])('that works for %i ms and waits for %i ms counts as %j', async (work, wait, names) => {
    await serve(work, wait);
    expect(measured).toEqual(names);
  });

  test('is not charged with what the one before has waited', async () => {
    await serve(10, 25_000);
    await serve(6_000, 0);
    expect(measured).toEqual(['SlowRequests']);
  });

  test('counts when it fails slowly, too', async () => {
    const failed = requests.serve(async () => {
      await clock.sleep(6_000);
      throw new Error('broken');
    });
    const caught = expect(failed).rejects.toThrow('broken');
    await clock.advanceBy(6_000);
    await caught;
    expect(measured).toEqual(['SlowRequests']);
  });
});
