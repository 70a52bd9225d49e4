import { describe, expect, test } from 'vitest';
import { putFiring } from '../../../../src/api/operations/firing.ts';
import type { ScheduleRecord } from '../../../../src/ports/flow-store.ts';
import type { Schedules } from '../../../../src/ports/timers.ts';
import { MemoryFlowStore } from '../../../../src/testing/memory/flow-store.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

/** Schedules that let another caller act before the first put takes effect. */
class OvertakenSchedules implements Schedules {
  readonly firing = new Map<string, ScheduleRecord>();
  #overtake: () => Promise<void>;

  constructor(overtake: () => Promise<void>) {
    this.#overtake = overtake;
  }

  async put(schedule: ScheduleRecord): Promise<void> {
    const overtake = this.#overtake;
    this.#overtake = async () => {};
    await overtake();
    this.firing.set(schedule.id, schedule);
  }

  async remove(schedule: ScheduleRecord): Promise<void> {
    this.firing.delete(schedule.id);
  }
}

const V1: ScheduleRecord = {
  id: 's1',
  flowId: 'f1',
  flowName: 'f',
  name: 's',
  version: 1,
  cronExpression: '@every 1m',
  description: '',
  payload: '',
  isEnabled: true,
  createdAt: 0,
  modifiedAt: 0,
};

async function overtakenBy(act: (flows: MemoryFlowStore) => Promise<unknown>) {
  const flows = new MemoryFlowStore();
  await flows.createSchedule(V1);
  const schedules = new OvertakenSchedules(async () => {
    await act(flows);
  });
  await putFiring(openApiHome({ flows, schedules }).services, V1);
  return [...schedules.firing.values()];
}

describe('putting a schedule', () => {
  test('fires what is stored', async () => {
    expect(await overtakenBy(async () => {})).toEqual([V1]);
  });

  test('an update that overtook it wins', async () => {
    const v2 = { ...V1, version: 2, cronExpression: '@every 2m' };
    expect(await overtakenBy((flows) => flows.updateSchedule(v2))).toEqual([v2]);
  });

  test('a deletion that overtook it wins', async () => {
    expect(await overtakenBy((flows) => flows.deleteSchedule('f1', 's'))).toEqual([]);
  });

  test('a schedule that took over the name is left to its own creator', async () => {
    const firing = await overtakenBy(async (flows) => {
      await flows.deleteSchedule('f1', 's');
      await flows.createSchedule({ ...V1, id: 's2' });
    });
    expect(firing).toEqual([]);
  });
});
