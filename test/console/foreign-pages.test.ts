import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLBACK } from '../helpers/api-flows.ts';
import { hasBrowser, openBrowser } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';
import { foreignPage, serveElsewhere, type Targets } from './foreign-page.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly status: number;
}

describe.runIf(hasBrowser())('a page of another origin', () => {
  let server: ConsoleServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(), openBrowser()]);
    await server.call('CreateFlow', { Name: 'victim', Definition: CALLBACK, Description: '', Type: 'FDL' });
    await server.call('StartExecution', { FlowName: 'victim', ExecutionName: 'run' });
    await sqs('CreateQueue', { QueueName: 'victim' });
    await sqs('SendMessage', { QueueUrl: `${server.queues}/000000000000/victim`, MessageBody: 'kept' });
    await fetch(`${server.objects}/victim`, { method: 'PUT' });
    await fetch(`${server.objects}/victim/object`, { method: 'PUT', body: 'kept' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function sqs(action: string, parameters: object) {
    const answer = await fetch(server.queues, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      body: JSON.stringify(parameters),
    });
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  }

  /** Everything that the page could have changed. */
  async function state() {
    const flows = await server.call('ListFlows', { Limit: 999 });
    const executions = await server.call('ListExecutions', { FlowName: 'victim' });
    const QueueUrl = `${server.queues}/000000000000/victim`;
    const { Attributes } = await sqs('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
    const objects = await fetch(`${server.objects}/victim`);
    const topics = await fetch(server.queues, {
      method: 'POST',
      body: new URLSearchParams({ Version: '2010-03-31', Action: 'ListTopics' }),
    });
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes as Record<
      string,
      string
    >;
    return {
      flows: (flows['Flows'] as { Name: string }[]).map(({ Name }) => Name),
      executions: (executions['Executions'] as { Name: string; Status: string }[]).map(({ Name, Status }) => [
        Name,
        Status,
      ]),
      messages: [ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible],
      objects: [...(await objects.text()).matchAll(/<Key>([^<]*)/g)].map(([, key]) => key),
      topics: (await topics.text()).match(/<TopicArn>/g)?.length ?? 0,
    };
  }

  /** Opens the page under a host name and answers what became of each request that it made. */
  async function attack(host: string, targets: Targets): Promise<readonly Seen[]> {
    const elsewhere = await serveElsewhere(() => foreignPage(targets));
    const context = await browser.newContext();
    const page = await context.newPage();
    const seen: Seen[] = [];
    page.on('response', (response) => {
      const method = response.request().method();
      seen.push({ method, url: response.url(), status: response.status() });
    });
    await page.goto(`http://${host}:${elsewhere.port}/`);
    await page.waitForFunction('document.title === "done"');
    await context.close();
    elsewhere.close();
    const origins = Object.values(targets).map((url) => new URL(url).host);
    return seen.filter(({ url }) => origins.includes(new URL(url).host));
  }

  test.each([
    ['of another site', 'elsewhere.localhost', undefined],
    ['on another port of this machine', '127.0.0.1', undefined],
    ['whose own name points here', 'elsewhere.localhost', 'elsewhere.localhost'],
  ])('%s changes nothing on any port', async (_what, host, name) => {
    const at = (url: string) => (name === undefined ? url : `http://${name}:${new URL(url).port}`);
    const before = await state();
    const { api, queues, objects } = server;
    const seen = await attack(host, { api: at(api), queues: at(queues), objects: at(objects) });
    expect(seen.length).toBeGreaterThan(80);
    expect(seen.filter(({ status }) => status !== 403)).toEqual([]);
    expect(await state()).toEqual(before);
    expect(before.executions).toEqual([['run', 'Running']]);
  });

  test('sends what would change something: a server without a guard gets all of it', async () => {
    const got = new Set<string>();
    const naive = createServer((request, response) => {
      const kind = request.headers['content-type']?.split(';')[0] ?? '';
      got.add(`${request.method} ${request.headers['sec-fetch-dest']} ${kind}`);
      request.resume();
      response.writeHead(200).end();
    });
    naive.listen(0, '127.0.0.1');
    await once(naive, 'listening');
    const url = `http://127.0.0.1:${(naive.address() as { port: number }).port}`;
    await attack('elsewhere.localhost', { api: url, queues: url, objects: url });
    naive.close();
    naive.closeAllConnections();
    for (const dest of ['image', 'script', 'style', 'iframe', 'object', 'video', 'empty'])
      expect(got).toContain(`GET ${dest} `);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect(got).toContain(`POST iframe ${type}`);
    expect(got).toContain('POST empty text/plain');
  });

  test('may link to the console, which then works', async () => {
    const link = `<!doctype html><link rel="icon" href="data:,"><a href="${server.console}flows">flows</a>`;
    const elsewhere = await serveElsewhere(() => link);
    const page = await browser.newPage();
    await page.goto(`http://elsewhere.localhost:${elsewhere.port}/`);
    await page.getByRole('link', { name: 'flows' }).click();
    await page.getByText('victim').first().waitFor();
    await page.close();
    elsewhere.close();
  });
});
