import { afterEach, expect, test } from 'vitest';
import { callApi, eventually, folderWith } from './local-helpers.ts';
import { killServerProcesses, startServerProcess, stopServerProcess } from './server-process.ts';

afterEach(killServerProcesses);

const WIDE = '1234567890123456789';

/** More data than a log keeps without a snapshot, then a wait over which the server is restarted. */
const FLOW = `
version: v1
type: flow
steps:
  - { type: pass, name: keep, outputMappings: [{ target: a, source: $input.a }, { target: b, source: $input.b }] }
  - { type: task, name: pad, resourceArn: "acs:fc:::services/t/functions/pad" }
  - { type: task, name: more, resourceArn: "acs:fc:::services/t/functions/pad" }
  - { type: task, name: echo, resourceArn: "acs:fc:::services/t/functions/echo", inputMappings: [{ target: echoed, source: $local.a }] }
  - { type: wait, name: rest, duration: 2 }
  - { type: task, name: child, resourceArn: "acs:fnf:::flow/child", pattern: sync, inputMappings: [{ target: id, source: $local.echoed }] }
  - type: choice
    name: compare
    choices:
      - condition: $.a == $.b
        steps: [{ type: pass, name: same, outputMappings: [{ target: way, source: same }] }]
    default:
      steps: [{ type: pass, name: other, outputMappings: [{ target: way, source: other }] }]
outputMappings:
  - { target: a, source: $local.a }
  - { target: echoed, source: $local.echoed }
  - { target: fromChild, source: $local.fromChild }
  - { target: way, source: $local.way }
`;

const CHILD = `
version: v1
type: flow
steps: []
outputMappings: [{ target: fromChild, source: $input.id }]
`;

const FUNCTIONS = {
  't/pad.js': "exports.handler = async () => ({ pad: 'x'.repeat(30_000) });",
  't/echo.py': 'def handler(event, context):\n    return event\n',
};

const RUN = { FlowName: 'numbers', ExecutionName: 'run' };

test('whole numbers keep their digits through functions, snapshots, a restart and children, and are compared by them', async () => {
  const folders = [folderWith({}), folderWith(FUNCTIONS)] as const;
  let server = await startServerProcess(...folders);
  for (const [Name, Definition] of [['numbers', FLOW] as const, ['child', CHILD] as const])
    await callApi(server.api, 'CreateFlow', { Name, Definition, Description: '', Type: 'FDL' });
  const input = `{"a":${WIDE},"b":1234567890123456788}`;
  await callApi(server.api, 'StartExecution', { ...RUN, Input: input });
  await eventually(async () => {
    const { Events } = await callApi(server.api, 'GetExecutionHistory', { ...RUN, Limit: 100 });
    return Events.some(({ StepName, Type }) => StepName === 'rest' && Type === 'StepStarted') || undefined;
  });
  await stopServerProcess(server, 'SIGKILL');
  server = await startServerProcess(...folders);
  const ended = await callApi(server.api, 'DescribeExecution', { ...RUN, WaitTimeSeconds: 20 });
  expect([ended.Status, ended.Output]).toEqual([
    'Succeeded',
    `{"a":${WIDE},"echoed":${WIDE},"fromChild":${WIDE},"way":"other"}`,
  ]);
});
