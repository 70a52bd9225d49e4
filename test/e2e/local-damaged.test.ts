import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../../src/api/contract.ts';
import { callApi, folderWith, openServer, type TestServer } from './local-helpers.ts';

const FLOW = 'version: v1\ntype: flow\nsteps:\n  - { type: pass, name: p }\n';
const WAITING = 'version: v1\ntype: flow\nsteps:\n  - { type: wait, name: w, duration: 3600 }\n';
const RUN = { FlowName: 'hurt', ExecutionName: 'run' };

/** Bytes that hold nothing of use: cut JSON, nothing, a form of a later day, an object of another kind. */
const DAMAGES: readonly (readonly [string, Buffer])[] = [
  ['cut off', Buffer.from([0, 123])],
  ['empty', Buffer.alloc(0)],
  ['packed in an unknown way', Buffer.from([9, 123, 125])],
  ['of another kind', Buffer.from('\u0000{"some":"thing"}')],
];

let server: TestServer | undefined;

async function open(dataFolder: string): Promise<TestServer & { ask: ReturnType<typeof callerOf> }> {
  server = await openServer({}, { dataFolder, isEphemeral: false });
  return { ...server, ask: callerOf(server) };
}

afterEach(() => server?.close());

let template = '';

/** Fills a folder with two flows, and of each a schedule, an execution in progress and one that has ended; and a message. */
beforeAll(async () => {
  template = folderWith({});
  const { ask, close } = await open(template);
  for (const name of ['hurt', 'well']) {
    await ask('CreateFlow', { Name: name, Definition: FLOW, Description: '', Type: 'FDL' });
    await ask('StartSyncExecution', { FlowName: name, ExecutionName: 'ended' });
    await ask('UpdateFlow', { Name: name, Definition: WAITING });
    await ask('StartExecution', { FlowName: name, ExecutionName: 'run' });
    await ask('CreateSchedule', { FlowName: name, ScheduleName: 'nightly', CronExpression: '0 0 3 * * *' });
  }
  await close();
  const body = Buffer.from('\u0000{"kind":"flow-deleted","flowId":"none"}');
  change(template, "INSERT INTO messages VALUES ('m-1', 1, ?)", body);
});

function filledFolder(): string {
  const folder = folderWith({});
  cpSync(template, folder, { recursive: true });
  return folder;
}

function callerOf({ api }: Pick<TestServer, 'api'>) {
  return async (operation: OperationName, request: object): Promise<Readonly<Record<string, unknown>>> => ({
    ...(await callApi(api, operation, request as never)),
  });
}

function change(data: string, sql: string, ...values: (Buffer | string)[]): void {
  const database = new DatabaseSync(join(data, 'fdl.sqlite'));
  database.prepare(sql).run(...values);
  database.close();
}

const HURT = "(SELECT id FROM flows WHERE name = 'hurt')";

const ROWS: readonly (readonly [string, string, RegExp])[] = [
  ['a message', 'UPDATE messages SET body = ?', /message m-1 is damaged/],
  [
    'a schedule',
    `UPDATE schedules SET body = ? WHERE flow_id = ${HURT}`,
    /schedule nightly of flow hurt is damaged/,
  ],
  [
    'the header of an execution in progress',
    `UPDATE executions SET header = ? WHERE flow_id = ${HURT} AND name = 'run'`,
    /execution run of flow hurt is damaged/,
  ],
  [
    'the log of an execution in progress',
    `INSERT INTO records SELECT id, 90, 90, 0, ? FROM executions WHERE flow_id = ${HURT} AND name = 'run'`,
    /the log of execution run of flow hurt is damaged/,
  ],
  [
    'the end of an execution',
    `UPDATE executions SET outcome = ? WHERE flow_id = ${HURT} AND name = 'ended'`,
    /the end of execution ended of flow hurt is damaged/,
  ],
  [
    'a definition',
    `UPDATE flow_versions SET body = ? WHERE flow_id = ${HURT} AND version = 2`,
    /version 2 of flow hurt is damaged/,
  ],
];

describe.each(ROWS)('%s that is damaged', (_row, sql, named) => {
  test.each(DAMAGES)(
    'and %s is named, and everything else goes on',
    async (_damage, bytes) => {
      const data = filledFolder();
      change(data, sql, bytes);
      const { ask: call, lines } = await open(data);
      const { Flows } = await call('ListFlows', {});
      expect((Flows as { Name: string }[]).map(({ Name }) => Name)).toEqual(['hurt', 'well']);
      for (const FlowName of ['hurt', 'well']) {
        await call('ListExecutions', { FlowName });
        await call('ListSchedules', { FlowName });
        await call('ListOpenTasks', { FlowName });
        await call('ListStalledExecutions', { FlowName });
      }
      const { Executions } = await call('ListExecutions', { FlowName: 'well' });
      expect(Executions).toHaveLength(2);
      await call('StopExecution', { ...RUN, FlowName: 'well' });
      const { Status } = await call('DescribeExecution', { ...RUN, FlowName: 'well', WaitTimeSeconds: 10 });
      expect(Status).toBe('Stopped');
      expect(lines.join('\n')).toMatch(named);
    },
    60_000,
  );
});

test('a damaged schedule can be deleted and made anew, a damaged flow takes a new definition', async () => {
  const data = filledFolder();
  change(data, 'UPDATE schedules SET body = ?', Buffer.alloc(0));
  change(data, 'UPDATE flow_versions SET body = ? WHERE version = 2', Buffer.alloc(0));
  const { ask: call } = await open(data);
  const schedule = { FlowName: 'hurt', ScheduleName: 'nightly' };
  await expect(call('DescribeSchedule', schedule)).rejects.toThrow(
    'schedule nightly of flow hurt is damaged and set aside',
  );
  await call('DeleteSchedule', schedule);
  await call('CreateSchedule', { ...schedule, CronExpression: '0 0 3 * * *' });
  expect(await call('DescribeFlow', { Name: 'hurt' })).toMatchObject({ Definition: '' });
  await expect(call('StartExecution', { FlowName: 'hurt' })).rejects.toThrow(
    'version 2 of flow hurt is damaged',
  );
  await call('UpdateFlow', { Name: 'hurt', Definition: FLOW });
  expect(await call('StartSyncExecution', { FlowName: 'hurt' })).toMatchObject({ Status: 'Succeeded' });
});

test('an execution whose end is damaged tells how it ended and that the rest is lost', async () => {
  const data = filledFolder();
  change(data, "UPDATE executions SET outcome = ? WHERE name = 'ended'", Buffer.alloc(0));
  const { ask } = await open(data);
  const { Executions } = await ask('ListExecutions', { FlowName: 'hurt', Status: 'Succeeded' });
  expect(Executions).toMatchObject([{ Name: 'ended', ErrorCode: 'FnF.DamagedData' }]);
});
