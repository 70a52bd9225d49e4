import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { callApi, folderWith } from './local-helpers.ts';
import { killServerProcesses, startServerProcess, stopServerProcess } from './server-process.ts';

afterEach(killServerProcesses);

/** A machine whose clock is off by what a file says, in milliseconds. */
const CLOCK = `
import { readFileSync } from 'node:fs';
const Real = Date;
let off = 0;
const look = () => { off = Number(readFileSync(process.env.CLOCK_FILE, 'utf8')); };
look();
setInterval(look, 20).unref();
globalThis.Date = class Date extends Real {
  constructor(...given) { if (given.length === 0) super(Real.now() + off); else super(...given); }
  static now() { return Real.now() + off; }
};
`;
const HOUR = 3_600_000;

/** Waits, and is tried again after a while. */
const FLOW = `
version: v1
type: flow
timeoutSeconds: 60
steps:
  - { type: wait, name: rest, duration: 3 }
  - type: task
    name: again
    resourceArn: acs:fc:::services/t/functions/none
    retry: [{ errors: [FC.FunctionNotFound, FC.ServiceNotFound], intervalSeconds: 1, maxAttempts: 1 }]
    catch: [{ errors: [FnF.ALL], goto: late }]
  - type: task
    name: late
    resourceArn: acs:mns:::/queues/q/messages
    pattern: waitForCallback
    timeoutSeconds: 2
    serviceParams: { MessageBody: x }
    catch: [{ errors: [FnF.TaskTimeout], goto: done }]
  - { type: succeed, name: done }
`;
const RUN = { FlowName: 'f', ExecutionName: 'run' };

test.each([
  ['goes on', false],
  ['is started again', true],
])(
  'waits, retries and timeouts last as long as asked when the clock is set back by an hour and the server %s',
  async (_how, isRestarted) => {
    const folder = folderWith({ 'clock.mjs': CLOCK });
    const set = (to: number) => writeFileSync(join(folder, 'off'), String(to));
    set(HOUR);
    const options = `NODE_OPTIONS=--import ${pathToFileURL(join(folder, 'clock.mjs')).href}`;
    const under = ['env', options, `CLOCK_FILE=${join(folder, 'off')}`];
    const [data, functions] = [folderWith({}), folderWith({})];
    let server = await startServerProcess(data, functions, {}, under);
    await callApi(server.api, 'CreateFlow', { Name: 'f', Definition: FLOW, Description: '', Type: 'FDL' });
    await callApi(server.api, 'StartExecution', RUN);
    if (isRestarted) await stopServerProcess(server, 'SIGTERM');
    set(0);
    if (isRestarted) server = await startServerProcess(data, functions, {}, under);
    const { Status } = await callApi(server.api, 'DescribeExecution', { ...RUN, WaitTimeSeconds: 30 });
    expect(Status).toBe('Succeeded');
  },
  60_000,
);
