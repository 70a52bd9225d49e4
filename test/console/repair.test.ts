import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilPasses } from '../helpers/until-passes.ts';
import { hasBrowser, openBrowser, seriousFindings, visit } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

const ASKING = `version: v1
type: flow
steps:
  - type: pass
    name: prepare
    outputMappings: [{target: room, source: single}]
  - type: task
    name: book
    resourceArn: acs:mns:::/queues/bookings/messages
    pattern: waitForCallback
    inputMappings: [{target: room, source: $local.room}]
    serviceParams: {MessageBody: $}
  - {type: pass, name: thank}
`;

/** A busy machine takes a while for so many steps in a browser. */
const LONG_MILLISECONDS = 90_000;

describe.runIf(hasBrowser())('repair in the console', () => {
  let server: ConsoleServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(), openBrowser()]);
    const flow = { Name: 'asking', Description: '', Type: 'FDL' };
    await server.call('CreateFlow', { ...flow, Definition: ASKING });
    await server.call('PublishFlowVersion', { FlowName: 'asking' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Starts an execution and has its task fail. */
  async function failed(ExecutionName: string): Promise<void> {
    await server.call('StartExecution', {
      FlowName: 'asking',
      ExecutionName,
      Labels: { order: ExecutionName },
    });
    const [task] = await openTasks(ExecutionName);
    await server.call('ReportTaskFailed', { TaskToken: task?.TaskToken, Error: 'NoRoom' });
    await untilPasses(async () =>
      expect(await describeIt(ExecutionName)).toMatchObject({ Status: 'Failed' }),
    );
  }

  const describeIt = (ExecutionName: string) =>
    server.call('DescribeExecution', { FlowName: 'asking', ExecutionName });

  async function openTasks(ExecutionName: string) {
    return await untilPasses(async () => {
      const { Tasks } = await server.call('ListOpenTasks', { FlowName: 'asking', ExecutionName });
      const tasks = Tasks as readonly { readonly TaskToken: string }[];
      expect(tasks).toHaveLength(1);
      return tasks;
    });
  }

  test('an execution goes on from its page with other data, and shows its attempts', {
    timeout: LONG_MILLISECONDS,
  }, async () => {
    await failed('one');
    const { page, complaints } = await visit(browser, `${server.console}executions/asking/one`);
    await page.getByText('order=one').waitFor();
    await page.getByRole('button', { name: 'Redrive' }).click();
    const panel = page.getByRole('region', { name: 'Redrive this execution' });
    await panel.getByText('1 step runs again, 1 is kept').waitFor();
    await panel.getByText('book, called 1 time so far').waitFor();
    // The dry run stands on the graph.
    await page.getByRole('button', { name: 'prepare, pass, kept' }).waitFor();
    await page.getByRole('button', { name: /^book .*, runs again/ }).waitFor();
    await page.getByRole('button', { name: /^thank, pass, runs for the first time/ }).waitFor();
    // The point is picked on it.
    await page.getByRole('button', { name: /^prepare, pass/ }).click();
    await panel.getByText('Goes on at prepare').waitFor();
    await panel.getByText('2 steps run again, 0 are kept').waitFor();
    await panel.getByRole('button', { name: 'Just before what ended it' }).click();
    await panel.getByText('1 step runs again, 1 is kept').waitFor();

    const editor = panel.getByRole('textbox', { name: 'Data of the list that goes on' });
    await editor.fill('{"room": "double"}');
    const difference = panel.getByRole('textbox', { name: 'What you have changed in the data' });
    await difference.getByText('"double"').waitFor();
    await panel.getByLabel('Definition', { exact: true }).click();
    await page.getByRole('option', { name: 'Version 1' }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Redrive' }).click();
    await page.getByText('It goes on (redrive 1)').waitFor();
    await page.getByText('2 attempts').click();
    await page.getByRole('listitem').filter({ hasText: 'NoRoom' }).first().waitFor();
    await page.getByRole('term').filter({ hasText: 'Version' }).waitFor();

    const [task] = await openTasks('one');
    await server.call('ReportTaskSucceeded', { TaskToken: task?.TaskToken, Output: {} });
    await page.locator('#content').getByText('Succeeded', { exact: true }).first().waitFor();
    expect(await describeIt('one')).toMatchObject({ Output: '{"room":"double"}', FlowVersion: '1' });
    expect(complaints).toEqual([]);
  });

  test('a fork goes on beside the execution, which names it', { timeout: LONG_MILLISECONDS }, async () => {
    await failed('forked');
    const { page, complaints } = await visit(browser, `${server.console}executions/asking/forked`);
    await page.getByRole('button', { name: 'Fork', exact: true }).click();
    const panel = page.getByRole('region', { name: 'Fork this execution' });
    await panel.getByText('1 step runs again, 1 is kept').waitFor();
    await panel.getByLabel('Name of the new execution').fill('a-fork');
    expect(await seriousFindings(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Fork', exact: true }).click();
    await page.waitForURL('**/executions/asking/a-fork');
    await page.getByRole('link', { name: 'asking / forked' }).click();
    await page.getByRole('link', { name: 'asking / a-fork' }).waitFor();
    expect(await describeIt('a-fork')).toMatchObject({ Status: 'Running' });
    expect(complaints).toEqual([]);
  });

  test('everything that a filter matches goes on together, after a dry run', {
    timeout: LONG_MILLISECONDS,
  }, async () => {
    for (const name of ['many-1', 'many-2', 'many-3']) await failed(name);
    const address = `${server.console}executions?prefix=many-&status=Failed`;
    const { page, complaints } = await visit(browser, address);
    await page.getByRole('button', { name: 'Redrive all that match' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Redrive 3 executions?').waitFor();
    await dialog.getByRole('button', { name: 'Dry run' }).click();
    await dialog.getByText('many-2: would go on: 1 again, 1 kept').waitFor();
    expect(await describeIt('many-2')).toMatchObject({ Status: 'Failed' });
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Redrive' }).click();
    await dialog.getByText('3 of 3 done').waitFor();
    await dialog.getByText('many-2: goes on (redrive 1)').waitFor();
    expect(await describeIt('many-3')).toMatchObject({ Status: 'Running' });
    expect(complaints).toEqual([]);
  });
});
