import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { generateApi } from 'swagger-typescript-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLES, MESSAGE, TOKEN } from '../../build/openapi/examples.ts';
import { openApi } from '../../build/openapi/openapi.ts';
import { OPERATION_NAMES } from '../../src/api/operations.ts';
import { untilPasses } from '../helpers/until-passes.ts';
import { openServer, type TestServer } from './local-helpers.ts';

const FILE = 'src/api/openapi.json';
const HELLO = 'version: v1\ntype: flow\nsteps: [{type: pass, name: greet}]\n';
const IMPORTS = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { collection: $.rows, item: row }
    distributed: {}
    steps: [{ type: wait, name: long, duration: 86400 }]
`;
const run = promisify(execFile);

let server: TestServer;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-openapi-'));
  server = await openServer({});
  await server.call('CreateFlow', { Name: 'hello', Definition: HELLO, Description: '', Type: 'FDL' });
  await server.call('CreateFlow', { Name: 'imports', Definition: IMPORTS, Description: '', Type: 'FDL' });
  const started = { FlowName: 'imports', ExecutionName: 'import-1', Input: '{"rows":[1,2,3]}' };
  await server.call('StartExecution', started);
  await untilPasses(async () => {
    const mapRun = { FlowName: 'imports', MapRunName: 'import-1:map-2-0' };
    const { Executions } = await server.call('ListExecutions', mapRun);
    expect(Executions).toHaveLength(3);
  });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

test('the document is the newest, and the one that is served', async () => {
  const written = JSON.parse(readFileSync(FILE, 'utf8'));
  expect(openApi(), 'npm run openapi writes it anew').toEqual(written);
  const response = await fetch(`${server.api}/schema/openapi.json`);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.json()).toEqual(written);
});

test('the document is valid, and has every operation with a sentence and an example', async () => {
  const document = JSON.parse(readFileSync(FILE, 'utf8'));
  expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
  const operations: Record<string, { post: { summary: string } }> = document.paths;
  expect(Object.keys(operations)).toEqual(OPERATION_NAMES.map((name) => `/${name}`));
  expect(Object.values(operations).filter(({ post }) => !/^[A-Z].+\.$/.test(post.summary))).toEqual([]);
  expect(EXAMPLES.map(({ operation }) => operation).toSorted()).toEqual(OPERATION_NAMES.toSorted());
});

describe('the examples', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const document = openApi();
  ajv.addSchema(document, 'openapi');

  /** Asserts that a value is as a schema of the document says. */
  function check(pointer: string, value: unknown): void {
    const validate = ajv.getSchema(`openapi#${pointer}`);
    if (validate === undefined) throw new Error(`the document has no ${pointer}`);
    validate(value);
    expect(validate.errors ?? [], pointer).toEqual([]);
  }

  async function token(): Promise<string> {
    return await untilPasses(async () => {
      const { Tasks } = await server.call('ListOpenTasks', { FlowName: 'orders' });
      const [task] = Tasks;
      if (task === undefined) throw new Error('no task waits');
      return task.TaskToken;
    });
  }

  /** The request with a token that a waiting task has. */
  async function filledIn(request: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    if (request['TaskToken'] !== TOKEN) return { ...request };
    return { ...request, TaskToken: await token() };
  }

  async function untilEnded(ExecutionName: string): Promise<void> {
    await server.call('DescribeExecution', { FlowName: 'orders', ExecutionName, WaitTimeSeconds: 30 });
  }

  test('are sent, each of them, and what comes back is as the document says', async () => {
    // The flow that an example starts with failures.
    await server.call('CreateFlow', { Name: 'rescue', Definition: HELLO, Description: '', Type: 'FDL' });
    for (const { operation, request } of EXAMPLES) {
      if (operation === 'ReportTaskSucceeded')
        await server.call('StartExecution', { FlowName: 'orders', ExecutionName: 'order-2' });
      check(`/components/schemas/${operation}Request`, request);
      const response = await fetch(`${server.api}/${operation}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(await filledIn(request)),
      });
      const answer: unknown = await response.json();
      const hasNothing = request['MessageId'] === MESSAGE || operation === 'BackUpData';
      if (hasNothing && !response.ok) {
        check('/components/schemas/ErrorResponse', answer);
        continue;
      }
      expect(response.status, `${operation}: ${JSON.stringify(answer)}`).toBe(200);
      check(`/paths/~1${operation}/post/responses/200/content/application~1json/schema`, answer);
      if (operation === 'ReportTaskFailed') await untilEnded('order-1');
      if (operation === 'ReportTaskSucceeded') await untilEnded('order-2');
    }
  });

  test('of the page about the API are sent as they stand there', async () => {
    await server.call('CreateFlow', { Name: 'orders', Definition: HELLO, Description: '', Type: 'FDL' });
    const page = readFileSync('docs/reference/api.md', 'utf8');
    const commands = [...page.matchAll(/^curl (?:.*\\\n)*.*$/gm)].map(([command]) => command);
    expect(commands.length).toBeGreaterThan(1);
    for (const command of commands) {
      const { stdout } = await run('sh', ['-c', command.replaceAll('http://127.0.0.1:8080', server.api)]);
      check('/components/schemas/ExecutionResponse', JSON.parse(stdout));
    }
  });
});

test('a client that is generated from it works', async () => {
  await generateApi({
    input: FILE,
    output: folder,
    fileName: 'client.ts',
    silent: true,
    httpClientType: 'fetch',
    // Node.js strips types, and an enum is more than a type.
    generateUnionEnums: true,
  });
  const { Api } = await import(pathToFileURL(join(folder, 'client.ts')).href);
  const client = new Api({ baseUrl: server.api });
  const started = await client.startExecution.startExecution({
    FlowName: 'hello',
    ExecutionName: 'by-client',
    Input: { n: 1 },
  });
  expect(started.data).toMatchObject({ Status: 'Starting', Input: '{"n":1}' });
  const key = { FlowName: 'hello', ExecutionName: 'by-client' };
  const ended = await client.describeExecution.describeExecution({ ...key, WaitTimeSeconds: 30 });
  expect(ended.data.Status).toBe('Succeeded');
  const failure = await client.describeFlow.describeFlow({ Name: 'none' }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ status: 404, error: { Code: 'FlowNotExists' } });
});
