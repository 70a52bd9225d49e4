import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenTaskView } from '../../src/api/contract.ts';
import { CALLBACK, OWING } from '../helpers/api-flows.ts';
import { hasBrowser, openBrowser, seriousFindings, visit } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

describe.runIf(hasBrowser())('the page of open tokens', () => {
  let server: ConsoleServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(), openBrowser()]);
    await server.call('CreateFlow', { Name: 'asking', Definition: CALLBACK, Description: '', Type: 'FDL' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Starts an execution that waits, and opens the page. */
  async function waitingTask(ExecutionName: string) {
    await server.call('StartExecution', { FlowName: 'asking', ExecutionName });
    const { page, complaints } = await visit(browser, `${server.console}tokens?flow=asking`);
    const row = page.getByRole('article').filter({ hasText: ExecutionName });
    await row.waitFor();
    return { page, row, complaints };
  }

  const described = (ExecutionName: string) =>
    server.call('DescribeExecution', { FlowName: 'asking', ExecutionName, WaitTimeSeconds: 10 });

  test('approves a task with an output, and the execution goes on', async () => {
    const { page, row, complaints } = await waitingTask('to-approve');
    await row.getByRole('button', { name: 'Approve' }).click();
    const dialog = page.getByRole('dialog');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByLabel('Output').fill('[1]');
    expect(await dialog.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Output').fill('{"by": "Ann"}');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('No task of this flow waits for a report.').waitFor();
    expect(await described('to-approve')).toMatchObject({ Status: 'Succeeded' });
    expect(complaints).toEqual([]);
  });

  test('shows how far a task has come that owes heartbeats', async () => {
    await server.call('CreateFlow', { Name: 'working', Definition: OWING, Description: '', Type: 'FDL' });
    await server.call('StartExecution', { FlowName: 'working', ExecutionName: 'long' });
    const { page, complaints } = await visit(browser, `${server.console}tokens?flow=working`);
    const row = page.getByRole('article').filter({ hasText: 'long' });
    await row.getByText('No heartbeat yet').waitFor();
    const { Tasks } = await server.call('ListOpenTasks', { FlowName: 'working' });
    const TaskToken = (Tasks as readonly OpenTaskView[])[0]?.TaskToken ?? '';
    await server.call('ReportTaskHeartbeat', { TaskToken, Detail: '3 of 9 pages' });
    await row.getByText('3 of 9 pages').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('rejects a task with an error and a cause', async () => {
    const { page, row, complaints } = await waitingTask('to-reject');
    await row.getByRole('button', { name: 'Reject' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Error').fill('NotThisTime');
    await dialog.getByLabel('Reason').fill('too dear');
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await described('to-reject')).toMatchObject({ Status: 'Failed' });
    expect(complaints).toEqual([]);
  });

  const APPROVAL = CALLBACK.replace(
    '    serviceParams',
    '      - {target: amount, source: $input.amount}\n      - {target: form, source: $input.form}\n    serviceParams',
  );
  const FORM = {
    type: 'object',
    required: ['decision'],
    properties: {
      decision: { type: 'string', enum: ['yes', 'no'], title: 'Decision' },
      limit: { type: 'integer', title: 'Limit', default: 5 },
    },
  };

  test('fits on a phone: one task by its link, what is approved, and its form', async () => {
    await server.call('CreateFlow', { Name: 'paying', Definition: APPROVAL, Description: '', Type: 'FDL' });
    const Input = JSON.stringify({ amount: 120, form: FORM });
    for (const ExecutionName of ['trip', 'other'])
      await server.call('StartExecution', { FlowName: 'paying', ExecutionName, Input });
    const tasks = (await server.call('ListOpenTasks', { FlowName: 'paying' })) as {
      readonly Tasks: readonly OpenTaskView[];
    };
    const task = tasks.Tasks.find(({ ExecutionName }) => ExecutionName === 'trip');
    const address = `tokens?flow=paying&execution=trip&step=${task?.StepEventId}`;
    const { page, complaints } = await visit(browser, `${server.console}${address}`, {
      viewport: { width: 390, height: 800 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    const card = page.getByRole('article');
    await card.getByText('"amount": 120').waitFor();
    expect(await card.count()).toBe(1);
    expect(await page.content()).not.toContain(task?.TaskToken);
    const approve = card.getByRole('button', { name: 'Approve' });
    const box = await approve.boundingBox();
    expect((box?.x ?? 999) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
    expect(await seriousFindings(page)).toEqual([]);
    await approve.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('"amount": 120').waitFor();
    await dialog.getByRole('combobox', { name: 'Decision' }).click();
    await page.getByRole('option', { name: 'yes' }).click();
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('This task waits no more').waitFor();
    const { Events } = (await server.call('GetExecutionHistory', {
      FlowName: 'paying',
      ExecutionName: 'trip',
    })) as {
      readonly Events: readonly { readonly Type: string; readonly EventDetail: string }[];
    };
    const [reported] = Events.filter(({ Type }) => Type === 'TaskSucceeded');
    expect(JSON.parse(reported?.EventDetail ?? '{}')).toMatchObject({
      output: { decision: 'yes', limit: 5 },
    });
    expect(complaints).toEqual([]);
  });

  test('asks only flows of which something runs for their tasks', async () => {
    const asked = new Set<string>();
    const { page, complaints } = await visit(browser, 'about:blank');
    page.on('request', (request) => {
      if (request.url().endsWith('/ListOpenTasks')) asked.add(request.postDataJSON().FlowName);
    });
    await server.call('StartExecution', { FlowName: 'asking', ExecutionName: 'one-more' });
    await page.goto(`${server.console}tokens`);
    await page.getByText('one-more').first().waitFor();
    expect([...asked]).toContain('asking');
    expect([...asked]).not.toContain('timer');
    expect(asked.size).toBeLessThan(5);
    expect(complaints).toEqual([]);
  });

  test('says why a report is refused when another user was quicker', async () => {
    const { page, row } = await waitingTask('reported-elsewhere');
    await row.getByRole('button', { name: 'Approve' }).click();
    const { Tasks } = (await server.call('ListOpenTasks', { FlowName: 'asking' })) as {
      readonly Tasks: readonly { readonly TaskToken: string }[];
    };
    await server.call('ReportTaskSucceeded', { TaskToken: Tasks[0]?.TaskToken, Output: '{}' });
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('alert').getByText('TaskAlreadyCompleted').waitFor();
  });
});
