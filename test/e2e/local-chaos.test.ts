import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { callApi, eventually, folderWith } from './local-helpers.ts';
import { killServerProcesses, startServerProcess, stopServerProcess } from './server-process.ts';

// Hundreds of executions of mixed flows, and a server that is killed again and again while they run.

const EXECUTIONS = 200;
const KILLS = Number(process.env['FDL_KILLS'] ?? 6);

const FUNCTIONS = {
  'shop/add.js':
    'exports.handler = async ({ n = 0 }) => { await new Promise((done) => setTimeout(done, 30)); return { n: n + 1 } }',
  'shop/refuse.js':
    'class Refused extends Error {} exports.handler = async () => { throw new Refused("no") }',
};

const ADD = 'resourceArn: "acs:fc:::services/shop/functions/add"';

const FLOWS = {
  sequence: `version: v1
type: flow
steps:
  - {type: task, name: a, ${ADD}}
  - {type: wait, name: rest, duration: 1}
  - {type: task, name: b, ${ADD}}
  - {type: task, name: c, ${ADD}}
`,
  each: `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item}
    steps:
      - {type: task, name: add, ${ADD}, inputMappings: [{target: n, source: $input.item}]}
    outputMappings: [{target: n, source: "$local[*].n"}]
`,
  retried: `version: v1
type: flow
steps:
  - type: task
    name: refuse
    resourceArn: acs:fc:::services/shop/functions/refuse
    retry: [{errors: [Refused], intervalSeconds: 1, maxAttempts: 2, multiplier: 1}]
    catch: [{errors: [Refused], goto: rescue}]
  - {type: fail, name: never}
  - {type: pass, name: rescue, outputMappings: [{target: n, source: rescued}]}
`,
  parent: `version: v1
type: flow
steps:
  - {type: task, name: child, resourceArn: "acs:fnf:::flow/sequence", pattern: sync}
`,
} as const;

const OUTPUTS: Readonly<Record<keyof typeof FLOWS, string>> = {
  sequence: '{"n":3}',
  each: '{"n":[2,3,4,5,6]}',
  retried: '{"n":"rescued"}',
  parent: '{"n":3}',
};

const NAMES = Object.keys(FLOWS) as (keyof typeof FLOWS)[];
const folders: string[] = [];

afterEach(() => {
  killServerProcesses();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('every acknowledged execution ends once, with a gapless history, however often the server is killed', async () => {
  const data = mkdtempSync(join(tmpdir(), 'fdl-chaos-'));
  const functions = folderWith(FUNCTIONS);
  folders.push(data, functions);
  let server = await startServerProcess(data, functions);
  const { api: first } = server;
  for (const Name of NAMES) {
    await callApi(first, 'CreateFlow', { Name, Definition: FLOWS[Name], Description: '', Type: 'FDL' });
  }
  const acknowledged: { FlowName: keyof typeof FLOWS; ExecutionName: string }[] = [];
  for (let round = 0; round <= KILLS; round++) {
    const { api } = server;
    const current = server;
    const dying =
      round === KILLS
        ? undefined
        : sleep(100 + round * 130).then(() => stopServerProcess(current, 'SIGKILL'));
    const starts = Array.from({ length: Math.ceil(EXECUTIONS / (KILLS + 1)) }, async (_, at) => {
      const execution = {
        FlowName: NAMES[at % NAMES.length] as keyof typeof FLOWS,
        ExecutionName: `run-${round}-${at}`,
      };
      await callApi(api, 'StartExecution', { ...execution, Input: '{"items":[1,2,3,4,5]}' });
      acknowledged.push(execution);
    });
    await Promise.allSettled(starts);
    await dying;
    if (round < KILLS) server = await startServerProcess(data, functions);
  }
  const { api } = server;
  expect(acknowledged.length).toBeGreaterThan(EXECUTIONS / 2);
  for (const execution of acknowledged) {
    const ended = await eventually(async () => {
      const { Status, Output } = await callApi(api, 'DescribeExecution', {
        ...execution,
        WaitTimeSeconds: 20,
      });
      return Status === 'Running' || Status === 'Starting' ? undefined : { Status, Output };
    }, 60_000);
    expect({ ...execution, ...ended }).toEqual({
      ...execution,
      Status: 'Succeeded',
      Output: OUTPUTS[execution.FlowName],
    });
    const { Events } = await callApi(api, 'GetExecutionHistory', { ...execution, Limit: 999 });
    expect(Events.map(({ EventId }) => EventId)).toEqual(Events.map((_, at) => at + 1));
    expect(Events.filter(({ Type }) => /^Execution(?!Started)/.test(Type))).toHaveLength(1);
  }
}, 120_000);
