import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import type { Random } from '../../src/testing/simulation/random.ts';
import type { WorkKind } from './mixed-work.ts';

const FUNCTIONS = {
  'rowdy/print.js': `
exports.handler = async () => {
  for (let line = 0; line < 1_200; line += 1) console.log('x'.repeat(1_000));
  return { printed: true };
};`,
  'rowdy/spawn.js': `
const { spawn } = require('node:child_process');
exports.handler = async () => {
  spawn('sleep', ['20'], { stdio: 'inherit' }).unref();
  return { spawned: true };
};`,
  'rowdy/huge.js': "exports.handler = async () => ({ text: 'x'.repeat(4 * 1024 * 1024) })",
  'rowdy/quit.js': 'exports.handler = async () => process.exit(3)',
  'rowdy/read.js': 'exports.handler = async () => ({})',
};

const call = (name: string) => `resourceArn: "acs:fc:::services/rowdy/functions/${name}"`;
const flow = (steps: string) => `version: v1\ntype: flow\nsteps:\n${steps}`;

function caught(name: string, error: string): WorkKind {
  const definition = flow(`
  - type: task
    name: ${name}
    ${call(name)}
    catch: [{errors: [${error}], goto: rescue}]
  - {type: fail, name: never}
  - {type: pass, name: rescue, outputMappings: [{target: n, source: rescued}]}
`);
  return { definition, status: 'Succeeded', output: '{"n":"rescued"}' };
}

function called(name: string, output: string): WorkKind {
  return {
    definition: flow(`  - {type: task, name: ${name}, ${call(name)}}\n`),
    status: 'Succeeded',
    output,
  };
}

/** Flows whose functions print without measure, leave helpers behind, return too much, and end their process. */
export const ROWDY_WORK: Readonly<Record<string, WorkKind>> = {
  printing: called('print', '{"printed":true}'),
  spawning: called('spawn', '{"spawned":true}'),
  huge: caught('huge', 'FnF.DataLimitExceeded'),
  quitting: caught('quit', 'FC.Unknown'),
};

/** Adds the functions that rowdy flows call to a folder of functions. */
export function addRowdyFunctions(folder: string): void {
  for (const [path, text] of Object.entries(FUNCTIONS)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Bodies of programs that have never heard of envelopes. */
const ODD_BODIES = [
  '{',
  '"',
  'null',
  '[]',
  '{"Message":',
  '{"Type":"Notification"}',
  '<xml/>',
  '👩‍🚀',
  '\t',
  '0'.repeat(200_000),
];

/** Publishes a message with an odd body to a topic that a function reads. */
export async function publishOdd(endpoint: string, random: Random): Promise<void> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sns = new SNSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  try {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'rumours' }));
    const Endpoint = 'arn:aws:lambda:us-east-1:000000000000:function:rowdy-read';
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint }));
    await sns.send(new PublishCommand({ TopicArn, Message: random.pick(ODD_BODIES) }));
  } finally {
    sns.destroy();
  }
}
