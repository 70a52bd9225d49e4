import type { FlowRecord, ScheduleRecord } from '../../src/ports/flow-store.ts';
import { START } from './execution-fixtures.ts';

/** A flow that differs from others only in what is given. */
export function makeFlow(name: string, given: Partial<FlowRecord> = {}): FlowRecord {
  return {
    id: 'flow-1',
    name,
    version: 1,
    definition: 'version: v1\ntype: flow\nsteps: []\n',
    description: '',
    type: 'FDL',
    roleArn: '',
    externalStorageLocation: '',
    createdAt: START,
    modifiedAt: START,
    ...given,
  };
}

/** A schedule that differs from others only in what is given. */
export function makeSchedule(name: string, given: Partial<ScheduleRecord> = {}): ScheduleRecord {
  return {
    id: 'schedule-1',
    flowId: 'flow-1',
    flowName: 'orders',
    name,
    version: 1,
    cronExpression: '@every 5m',
    description: '',
    payload: '',
    isEnabled: true,
    createdAt: START,
    modifiedAt: START,
    ...given,
  };
}
