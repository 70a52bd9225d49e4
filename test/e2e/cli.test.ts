import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliProcess, exitCode, firstLine, runHere, spawnCli } from './cli-process.ts';
import { eventually } from './local-helpers.ts';

const folder = mkdtempSync(join(tmpdir(), 'fdl-cli-'));
let server: CliProcess;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  mkdirSync(join(folder, 'functions', 'shop'), { recursive: true });
  writeFileSync(
    join(folder, 'functions', 'shop', 'price.js'),
    'export const handler = () => ({ price: 7 });\n',
  );
  writeFileSync(
    join(folder, 'functions', 'shop', 'decline.js'),
    "class CardDeclined extends Error {}\nexport const handler = () => {\n  throw new CardDeclined('card declined');\n};\n",
  );
  writeFileSync(
    join(folder, 'functions', 'shop', 'refuse.py'),
    "class CardDeclined(Exception):\n    pass\n\n\ndef handler(event, context):\n    raise CardDeclined('card declined')\n",
  );
  writeFileSync(
    join(folder, 'functions', 'shop', 'hang.js'),
    'export const handler = () => new Promise(() => setInterval(() => {}, 1_000));\n',
  );
  writeFileSync(
    join(folder, 'functions', 'shop', 'talk.js'),
    `export const handler = (event) => {
  console.log('charging', event.card ?? 'no card');
  console.debug('a detail');
  console.warn('slow bank');
  console.error(new Error('declined').message);
  return {};
};
`,
  );
  writeFileSync(
    join(folder, 'functions', 'shop', 'speak.py'),
    'import logging\n\n\ndef handler(event, context):\n    logging.warning("careful")\n    print("said")\n    return {}\n',
  );
  server = spawnCli([
    'dev',
    '--port',
    '0',
    '--queue-port',
    '0',
    '--ephemeral',
    '--json',
    '--functions',
    join(folder, 'functions'),
  ]);
  env = { FDL_ENDPOINT: JSON.parse(await firstLine(server)).api };
});

afterAll(async () => {
  server.kill('SIGTERM');
  await exitCode(server);
  rmSync(folder, { recursive: true });
});

const fdl = (...args: readonly string[]) => runHere(args, { env });

/** Creates a flow of these steps and answers its name. */
async function flow(name: string, steps: string, attributes = ''): Promise<string> {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, `version: v1\ntype: flow\n${attributes}steps:\n${steps}`);
  const created = await fdl('flow', 'create', name, '--definition', file);
  expect(created).toMatchObject({ code: 0, stderr: '' });
  return name;
}

const PASS = '  - {type: pass, name: a, outputMappings: [{target: answer, source: 42}]}\n';
const WAIT = '  - {type: wait, name: rest, duration: 600}\n';
const PRICE = '  - {type: task, name: price, resourceArn: "acs:fc:::services/shop/functions/price"}\n';
const CALLBACK = `  - type: task
    name: ask
    resourceArn: acs:mns:::/queues/questions/messages
    pattern: waitForCallback
    inputMappings: [{target: token, source: $context.task.token}]
    serviceParams: {MessageBody: $}
`;

test('a flow is created, listed, printed, changed and deleted', async () => {
  const name = await flow('life', PASS);
  expect((await fdl('flow', 'list')).stdout).toContain('life');
  const described = await fdl('flow', 'describe', name);
  expect(described.stdout).toContain('name: a');
  expect((await fdl('flow', 'update', name, '--description', 'lives')).code).toBe(0);
  expect(JSON.parse((await fdl('flow', 'describe', name, '--json')).stdout)).toMatchObject({
    Name: 'life',
    Description: 'lives',
    Definition: described.stdout,
  });
  expect((await fdl('flow', 'delete', name)).code).toBe(0);
  const gone = await fdl('flow', 'describe', name);
  expect(gone.code).toBe(3);
  expect(gone.stderr).toContain('fdl: FlowNotExists: ');
});

test('a definition with errors is refused before it is sent, with its place', async () => {
  const created = await runHere(['flow', 'create', 'bad', '--definition', '-'], {
    env,
    stdin: 'version: v1\ntype: flow\n',
  });
  expect(created.code).toBe(1);
  expect(created.stderr).toContain('error missing-attribute');
});

test('--wait prints the output of a success and exits with 0', async () => {
  const name = await flow('priced', PRICE);
  const run = await fdl('start', name, '--input', '{"article":"pen"}', '--wait', '--name', 'first');
  expect(run.stdout).toMatch(/^Started priced first\nSucceeded after .*\n\{.*\}\n$/);
  expect(run.code).toBe(0);
});

test.each([
  ['failing', '  - {type: fail, name: no, error: Refused, cause: not today}\n', '', 1, 'Failed'],
  ['slow', WAIT, 'timeoutSeconds: 1\n', 5, 'TimedOut'],
])('--wait exits by how the execution %s ended', async (name, steps, attributes, code, status) => {
  await flow(name, steps, attributes);
  const run = await fdl('start', name, '--wait', '--json');
  expect(JSON.parse(run.stdout)).toMatchObject({
    Status: status,
    ErrorCode: expect.stringMatching(/Refused|FnF.Timeout/),
  });
  expect(run.code).toBe(code);
});

test('--follow prints every event once and in order, then the end', async () => {
  const name = await flow('followed', PRICE + PASS);
  const run = await fdl('start', name, '--follow', '--json');
  const lines = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const ids = lines.flatMap(({ event }) => event?.EventId ?? []);
  expect(ids).toEqual(ids.map((_, i) => i + 1));
  expect(lines[0]).toMatchObject({ execution: { FlowName: name } });
  expect(lines.at(-2).event.Type).toBe('ExecutionSucceeded');
  expect(lines.at(-1)).toMatchObject({ execution: { Status: 'Succeeded' } });
  const history = await fdl('history', name, lines[0].execution.Name, '--json');
  expect(JSON.parse(history.stdout).Events).toEqual(lines.flatMap(({ event }) => event ?? []));
});

test('a follower sees a stop from elsewhere and exits with 6', async () => {
  const name = await flow('stopped', WAIT);
  await fdl('start', name, '--name', 'run');
  const following = fdl('history', name, 'run', '--follow');
  const stopped = await fdl('stop', name, 'run', '--error', 'Enough', '--cause', 'seen it');
  expect(stopped.code).toBe(0);
  const { code, stdout } = await following;
  expect(stdout).toMatch(/ExecutionStopped.*Stopped after .*: Enough in step rest: seen it\n$/s);
  expect(code).toBe(6);
});

test('Ctrl-C ends the following and not the execution', async () => {
  const name = await flow('watched', WAIT);
  await fdl('start', name, '--name', 'run');
  const following = spawnCli(['history', name, 'run', '--follow'], env);
  await firstLine(following);
  following.kill('SIGINT');
  expect(await exitCode(following)).toBe(130);
  expect(JSON.parse((await fdl('describe', name, 'run', '--json')).stdout)).toMatchObject({
    Status: 'Running',
  });
  await fdl('stop', name, 'run');
});

test('a task is reported with its token from stdin', async () => {
  const name = await flow('asking', CALLBACK);
  await fdl('start', name, '--name', 'run');
  const token = await tokenOf(name, 'run');
  const open = await fdl('tasks', name);
  expect(open.stdout).toMatch(/^SUBMITTED .*\n.* asking +run +ask +\S+\n$/);
  expect(open.stdout).toContain(token);
  const report = ['report', 'succeed', '-', '--output', '{"answer":"yes"}'];
  expect((await runHere(report, { env, stdin: `${token}\n` })).code).toBe(0);
  const again = await runHere(report, { env, stdin: token });
  expect(again).toMatchObject({ code: 3, stderr: expect.stringContaining('TaskAlreadyCompleted') });
  expect((await fdl('history', name, 'run', '--follow')).code).toBe(0);
  expect((await fdl('tasks')).stdout).toBe('No task waits for a report.\n');
});

test('a heartbeat says how far a task has come', async () => {
  const owing = CALLBACK.replace(
    'pattern: waitForCallback',
    'pattern: waitForCallback\n    heartbeatSeconds: 60',
  );
  const name = await flow('working', owing);
  await fdl('start', name, '--name', 'run');
  const token = await tokenOf(name, 'run');
  const beat = await fdl('report', 'heartbeat', token, '--detail', '3 of 9 pages');
  expect(beat).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The next heartbeat is due by 2/) });
  expect((await fdl('tasks', name)).stdout).toMatch(
    /HEARTBEAT .*DETAIL .*\n.* run +ask +\S+Z +3 of 9 pages +\S+\n$/,
  );
  await fdl('stop', name, 'run');
  expect(await fdl('report', 'heartbeat', token)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('TaskAlreadyCompleted'),
  });
});

test('an execution that stands still is found and taken up', async () => {
  const name = await flow('hanging', PRICE.replaceAll('price', 'hang'));
  await fdl('start', name, '--name', 'run');
  expect((await fdl('admin', 'stalled', name)).stdout).toBe('No execution stands still.\n');
  const found = await eventually(async () => {
    const { stdout } = await fdl('admin', 'stalled', '--idle', '1s', '--resume');
    return stdout.includes('hanging') ? stdout : undefined;
  });
  expect(found).toMatch(/^SINCE .*\n.* hanging +run +Task +hang\n1 taken up\n$/);
  expect((await fdl('admin', 'resume', name, 'run')).stdout).toBe('hanging run is taken up\n');
  expect((await fdl('admin', 'resume', name, '--all')).stdout).toBe('hanging run is taken up\n');
  expect(await fdl('admin', 'resume', name)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('say --all'),
  });
  expect(await fdl('admin', 'stalled', '--idle', 'long')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--idle is 'long'"),
  });
  await fdl('stop', name, 'run');
});

test('graph draws how far an execution is, while it runs and afterwards', async () => {
  const name = await flow('drawn', `${PRICE}${CALLBACK}${PASS}`);
  await fdl('start', name, '--name', 'e1');
  const waiting = await eventually(async () => {
    const { stdout } = await fdl('graph', name, 'e1', '--format', 'mermaid');
    return /"ask.*:::running\n/.test(stdout) ? stdout : undefined;
  });
  expect(waiting).toContain('title: "drawn / e1: Running"');
  expect(waiting).toMatch(/price.*succeeded.*:::succeeded\n/);
  expect(waiting).toMatch(/"a.*not reached.*:::unreached\n/);
  await fdl('stop', name, 'e1');
  const ended = await fdl('graph', name, 'e1');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toMatch(/<g class="task abandoned"[\s\S]*>■ cut off<\/text>/);
  const unknown = await fdl('graph', name, 'e2');
  expect(unknown.code).toBe(3);
  expect(unknown.stderr).toContain('ExecutionNotExists');
});

test('a task is reported as failed with error and cause', async () => {
  const name = await flow('asking-again', CALLBACK);
  await fdl('start', name, '--name', 'run');
  const token = await tokenOf(name, 'run');
  expect((await fdl('report', 'fail', token, '--error', 'No', '--cause', 'never')).code).toBe(0);
  expect((await fdl('history', name, 'run', '--follow')).code).toBe(1);
  expect((await fdl('describe', name, 'run')).stdout).toMatch(/Error +No\nStep +ask\nCause +never\n/);
});

test.each([
  ['decline', 'decline.js:3'],
  ['refuse', 'refuse.py:6'],
])('what the function %s throws is one sentence with its own line, everywhere', async (fn, place) => {
  const step = `  - {type: task, name: charge, resourceArn: "acs:fc:::services/shop/functions/${fn}"}\n`;
  const name = await flow(`charging-${fn}`, step);
  const sentence = `CardDeclined in step charge: card declined (${place})`;
  const waited = await fdl('start', name, '--name', 'run', '--wait');
  expect(waited).toMatchObject({ code: 1, stderr: '', stdout: expect.stringContaining(sentence) });
  const followed = await fdl('start', name, '--follow');
  expect(followed.stdout).toContain(sentence);
  const history = await fdl('history', name, 'run');
  expect(history.stdout).toContain(`charge  CardDeclined: card declined (${place})`);
  const described = await fdl('describe', name, 'run');
  expect(described.stdout).toMatch(
    new RegExp(`Error +CardDeclined\\nStep +charge\\nCause +card declined\\nAt +${place}`),
  );
  const listed = await fdl('list', name);
  expect(listed.stdout).toMatch(/Failed .*CardDeclined: card declined/);
  for (const { stdout } of [waited, followed, history, described, listed])
    expect(stdout).not.toMatch(/node:|python-host|function-worker|stackTrace/);
  const json = await fdl('describe', name, 'run', '--json');
  expect(JSON.parse(json.stdout).ErrorMessage).toContain('stackTrace');
});

async function tokenOf(name: string, execution: string): Promise<string> {
  for (;;) {
    const { stdout } = await fdl('history', name, execution, '--json');
    const events: readonly { Type: string; EventDetail: string }[] = JSON.parse(stdout).Events;
    if (events.some(({ Type }) => Type === 'TaskSubmitted')) {
      const scheduled = events.find(({ Type }) => Type === 'TaskScheduled');
      return JSON.parse(scheduled?.EventDetail ?? '{}').input.token;
    }
  }
}

test('executions of all flows are listed newest first and filtered', async () => {
  const one = await flow('list-one', PASS);
  const two = await flow('list-two', PASS);
  await fdl('start', one, '--name', 'listed-1', '--wait');
  await fdl('start', two, '--name', 'listed-2', '--wait');
  await fdl('start', one, '--name', 'other', '--wait');
  const { stdout } = await fdl(
    'list',
    '--prefix',
    'listed',
    '--status',
    'succeeded',
    '--since',
    '1h',
    '--json',
  );
  expect(JSON.parse(stdout).Executions.map(({ Name }: { Name: string }) => Name)).toEqual([
    'listed-2',
    'listed-1',
  ]);
  const limited = await fdl('list', one, '--limit', '1');
  expect(limited.stdout).toMatch(/^STARTED .*\n\S+ {2}Succeeded .* other\n$/);
  await fdl('flow', 'update', two, '--label-mappings', '{"orderId":"$input.id"}');
  await fdl('start', two, '--name', 'labelled', '--input', '{"id":"ORD-1"}', '--label', 'by=me', '--wait');
  for (const label of ['orderId=ORD-1', 'by=me']) {
    expect((await fdl('list', '--label', label)).stdout).toMatch(
      /^STARTED .*\n\S+ {2}Succeeded .* labelled\n$/,
    );
  }
  expect((await fdl('list', '--error', 'NoSuchError')).stdout).toBe('No executions.\n');
});

test('a flow is published, started by alias, and led back', async () => {
  const step = (edition: number) =>
    `  - {type: pass, name: s, outputMappings: [{target: edition, source: ${edition}}]}\n`;
  const name = await flow('editions', step(1));
  expect((await fdl('flow', 'publish', name)).stdout).toContain(`Published version 1 of flow ${name}\n`);
  await fdl('flow', 'update', name, '--description', 'second');
  await fdl('flow', 'publish', name, '--description', 'the second');
  expect((await fdl('flow', 'alias', 'set', name, 'live', '1=1', '2=1')).stdout).toBe(
    `Alias live of flow ${name} leads to version 1 (weight 1), version 2 (weight 1)\n`,
  );
  expect((await fdl('flow', 'alias', 'set', name, 'live', '2')).code).toBe(0);
  expect((await fdl('start', name, '--qualifier', 'live', '--name', 'r')).stdout).toContain(', version 2\n');
  expect((await fdl('flow', 'versions', name)).stdout).toMatch(
    /^VERSION .*\n1 .*\n2 +\S+ +live +the second\n$/,
  );
  expect((await fdl('flow', 'alias', 'rollback', name, 'live')).stdout).toBe(
    `Alias live of flow ${name} leads to version 1\n`,
  );
  expect(await fdl('flow', 'alias', 'rollback', name, 'live')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('leads to version 1, and there is none before it'),
  });
  expect((await fdl('flow', 'delete-version', name, '1')).stderr).toContain("Alias 'live' of flow");
  expect((await fdl('flow', 'delete-version', name, '2')).stdout).toBe(`Deleted version 2 of flow ${name}\n`);
  expect((await fdl('list', name, '--qualifier', 'live', '--json')).stdout).toContain('"FlowVersion":"2"');
});

test('everything of a filter is stopped by one command, and told one by one', async () => {
  const name = await flow('resting', '  - {type: wait, name: rest, duration: 86400}\n');
  for (const run of ['a1', 'a2', 'b1']) await fdl('start', name, '--name', run, '--label', `run=${run}`);
  expect((await fdl('stop', '--flow', name, '--prefix', 'a', '--dry-run')).stdout).toBe(
    `${name} a2 Running\n${name} a1 Running\n2 would be stopped\n`,
  );
  const report = join(folder, 'stopped.jsonl');
  const stopped = await fdl('stop', '--flow', name, '--prefix', 'a', '--rate', '100', '--report', report);
  expect(stopped.stdout).toBe(
    `[1/2] ${name} a1 is being stopped\n[2/2] ${name} a2 is being stopped\n2 done\n`,
  );
  expect(readFileSync(report, 'utf8').split('\n')[0]).toBe(
    `{"FlowName":"${name}","ExecutionName":"a1","Result":"is being stopped"}`,
  );
  const rest = await fdl('stop', '--all-flows', '--label', 'run=b1', '--error', 'Over', '--json');
  expect(rest.stdout).toBe(`{"FlowName":"${name}","ExecutionName":"b1","Result":"is being stopped"}\n`);
  expect((await fdl('stop')).stderr).toContain('give a flow and an execution, or --flow, or --all-flows');
});

test('56 executions that failed go on by one command', async () => {
  const mended = '  - {type: pass, name: pay}\n';
  const name = await flow('unpaid', '  - {type: fail, name: pay, error: NoStock}\n');
  const start = (run: number) =>
    fetch(`${env['FDL_ENDPOINT']}/StartSyncExecution`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ FlowName: name, ExecutionName: `run-${run}` }),
    });
  await Promise.all(Array.from({ length: 56 }, (_, run) => start(run)));
  const file = join(folder, 'mended.yaml');
  writeFileSync(file, `version: v1\ntype: flow\nsteps:\n${mended}`);
  await fdl('flow', 'update', name, '--definition', file);
  const filter = ['--flow', name, '--error', 'NoStock', '--since', '1h'];
  expect((await fdl('redrive', ...filter, '--dry-run')).stdout).toContain('56 would be redriven\n');
  const redriven = await fdl('redrive', ...filter, '--rate', '1000', '--qualifier', 'LATEST');
  expect(redriven.stdout).toContain(`[56/56] ${name} run-`);
  expect(redriven).toMatchObject({ code: 0, stdout: expect.stringContaining('56 done\n') });
  await eventually(async () => {
    const { stdout } = await fdl('list', name, '--status', 'Succeeded', '--limit', '99', '--json');
    return JSON.parse(stdout).Executions.length === 56 ? true : undefined;
  });
});

test('a schedule is created, changed, shown, listed and deleted', async () => {
  const name = await flow('scheduled', PASS);
  expect(
    (await fdl('schedule', 'create', name, 'nightly', '--cron', '0 0 3 * * *', '--payload', '{"k":1}')).code,
  ).toBe(0);
  expect((await fdl('schedule', 'update', name, 'nightly', '--no-enable')).code).toBe(0);
  expect((await fdl('schedule', 'describe', name, 'nightly')).stdout).toMatch(
    /Fires +no\nOverlap +AllowAll\nWhen +0 0 3 \* \* \*\nPayload +\{"k":1\}/,
  );
  expect((await fdl('schedule', 'list', name)).stdout).toContain('nightly  no     -     0 0 3 * * *');
  expect((await fdl('schedule', 'delete', name, 'nightly')).code).toBe(0);
  expect((await fdl('schedule', 'list', name)).stdout).toBe('No schedules.\n');
});

test('errors of the API are JSON with --json', async () => {
  const { code, stdout, stderr } = await fdl('describe', 'nobody', 'run', '--json');
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(JSON.parse(stderr)).toEqual({
    error: {
      code: 'FlowNotExists',
      message: expect.stringContaining('nobody'),
      requestId: expect.any(String),
      exitCode: 3,
    },
  });
});

test('an endpoint without a server says so in two lines', async () => {
  const { code, stderr } = await runHere(['list'], { env: { FDL_ENDPOINT: 'http://127.0.0.1:2' } });
  expect(code).toBe(4);
  expect(stderr).toBe(
    'fdl: cannot reach the API at http://127.0.0.1:2 (ECONNREFUSED)\n     is `fdl dev` running? another address is set by --endpoint or FDL_ENDPOINT\n',
  );
});

test('logs shows what functions printed, by step and level, of one execution or of the newest ones', async () => {
  const task = (name: string) =>
    `  - type: task\n    name: ${name}\n    resourceArn: acs:fc:::services/shop/functions/${name}\n`;
  const name = await flow('talking', task('talk') + task('speak'));
  await fdl('start', name, '--name', 'one', '--wait');
  await fdl('start', name, '--name', 'two', '--input', '{"card":"4711"}');
  const two = await fdl('logs', name, 'two', '--follow');
  expect(two).toMatchObject({ code: 0, stderr: '' });
  expect(two.stdout.replaceAll(/^\S+Z /gm, '')).toBe(
    'Info  talk  charging 4711\nDebug talk  a detail\nWarn  talk  slow bank\nError talk  declined\n' +
      'Warn  speak  WARNING careful\nInfo  speak  said\n',
  );
  const worst = await fdl('logs', name, '--level', 'warn', '--step', 'talk', '--since', '1h', '--json');
  const { Lines } = JSON.parse(worst.stdout);
  expect(Lines.map((line: Record<string, string>) => `${line['ExecutionName']} ${line['Text']}`)).toEqual([
    'one slow bank',
    'one declined',
    'two slow bank',
    'two declined',
  ]);
  expect((await fdl('logs', name, 'one', '--search', 'nothing like it')).stdout).toMatch(
    /^No lines that fit the options/,
  );
  const silent = await flow('silent', PASS);
  expect((await fdl('logs', silent)).stdout).toBe('No lines: the flow has no executions.\n');
  await fdl('start', silent, '--name', 'one');
  const { stdout } = await fdl('logs', silent);
  expect(stdout).toMatch(/^No lines. They are what the functions of tasks print/);
  expect(stdout).toContain(
    'batches of a distributed foreach (fdl map-run batches), have lines of their own.',
  );
  expect(await fdl('logs', name, 'one', '--level', 'loud')).toMatchObject({ code: 2 });
});
