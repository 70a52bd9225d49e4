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
    const row = page.getByRole('row').filter({ hasText: ExecutionName });
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
    const row = page.getByRole('row').filter({ hasText: 'long' });
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
    await dialog.getByLabel('Cause').fill('too dear');
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await described('to-reject')).toMatchObject({ Status: 'Failed' });
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
