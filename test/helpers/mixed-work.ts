import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionStatus } from '../../src/api/contract.ts';

/** One kind of flow in a mix, and how each of its executions ends. */
export interface WorkKind {
  readonly definition: string;
  readonly status: ExecutionStatus;
  /** Absent where it depends on what a worker answers. */
  readonly output?: string;
}

/** Input of every execution of the mix. */
export const MIXED_INPUT = '{"items":[1,2,3,4,5]}';

/** Queue on which the flow `asked` asks; the message is a task token. */
export const QUESTIONS = 'questions';

const FUNCTIONS = {
  'shop/add.js':
    'exports.handler = async ({ n = 0 }) => { await new Promise((done) => setTimeout(done, 30)); return { n: n + 1 } }',
  'shop/refuse.js':
    'class Refused extends Error {} exports.handler = async () => { throw new Refused("no") }',
  'shop/slow.js':
    'exports.handler = async () => { await new Promise((done) => setTimeout(done, 600)); return { slow: true } }',
  'shop/endless.js':
    'exports.handler = async () => { await new Promise((done) => setTimeout(done, 60_000)); return {} }',
};

const call = (name: string) => `resourceArn: "acs:fc:::services/shop/functions/${name}"`;
const flow = (steps: string) => `version: v1\ntype: flow\nsteps:\n${steps}`;

const SEQUENCE = flow(`
  - {type: task, name: a, ${call('add')}}
  - {type: wait, name: rest, duration: 1}
  - {type: task, name: b, ${call('add')}}
  - {type: task, name: c, ${call('add')}}
`);

const EACH = flow(`
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item}
    steps:
      - {type: task, name: add, ${call('add')}, inputMappings: [{target: n, source: $input.item}]}
    outputMappings: [{target: n, source: "$local[*].n"}]
`);

const RETRIED = flow(`
  - type: task
    name: refuse
    ${call('refuse')}
    retry: [{errors: [Refused], intervalSeconds: 1, maxAttempts: 2, multiplier: 1}]
    catch: [{errors: [Refused], goto: rescue}]
  - {type: fail, name: never}
  - {type: pass, name: rescue, outputMappings: [{target: n, source: rescued}]}
`);

const LATE = flow(`
  - type: task
    name: endless
    ${call('endless')}
    timeoutSeconds: 1
    catch: [{errors: [FnF.TaskTimeout], goto: rescue}]
  - {type: fail, name: never}
  - {type: pass, name: rescue, outputMappings: [{target: n, source: late}]}
`);

const BOTH = flow(`
  - type: parallel
    name: both
    branches:
      - steps: [{type: task, name: slow, ${call('slow')}}]
      - steps: [{type: task, name: refuse, ${call('refuse')}}]
`);

const ASKED = flow(`
  - type: task
    name: ask
    resourceArn: acs:mns:::/queues/${QUESTIONS}/messages
    pattern: waitForCallback
    inputMappings: [{target: token, source: $context.task.token}]
    outputMappings: [{target: answer, source: $local.answer}]
    serviceParams: {MessageBody: $.token}
`);

/** Flows of the kinds that users have: tasks, waits, iterations, children, callbacks; some fail, some are slow. */
export const MIXED_WORK: Readonly<Record<string, WorkKind>> = {
  sequence: { definition: SEQUENCE, status: 'Succeeded', output: '{"n":3}' },
  each: { definition: EACH, status: 'Succeeded', output: '{"n":[2,3,4,5,6]}' },
  retried: { definition: RETRIED, status: 'Succeeded', output: '{"n":"rescued"}' },
  late: { definition: LATE, status: 'Succeeded', output: '{"n":"late"}' },
  both: { definition: BOTH, status: 'Failed', output: '' },
  asked: { definition: ASKED, status: 'Succeeded' },
  parent: {
    definition: flow(
      '  - {type: task, name: child, resourceArn: "acs:fnf:::flow/sequence", pattern: sync}\n',
    ),
    status: 'Succeeded',
    output: '{"n":3}',
  },
};

/** A new folder with the functions that the mix calls. */
export function mixedFunctions(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-mix-'));
  for (const [path, text] of Object.entries(FUNCTIONS)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
