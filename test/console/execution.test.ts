import { text as readText } from 'node:stream/consumers';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLBACK } from '../helpers/api-flows.ts';
import { problemsOfTestFile } from '../helpers/record-and-run.ts';
import { untilPasses } from '../helpers/until-passes.ts';
import { hasBrowser, openBrowser, seriousFindings, visit } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';
import { frameTimes } from './frame-times.ts';

/** Ten thousand events are read and scrolled through on however slow a machine. */
const LONG_MILLISECONDS = 120_000;

const EACH_STEP = `
  - type: foreach
    name: each
    iterationMapping: {collection: $.numbers, item: number}
    steps:
      - {type: pass, name: look}
`;

const EACH_NUMBER = `version: v1\ntype: flow\nsteps:${EACH_STEP}`;

describe.runIf(hasBrowser())('the page of an execution', () => {
  let server: ConsoleServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(), openBrowser()]);
    const flows = { asking: CALLBACK, watched: `${CALLBACK.trimEnd()}${EACH_STEP}`, wide: EACH_NUMBER };
    for (const [Name, Definition] of Object.entries(flows)) {
      await server.call('CreateFlow', { Name, Definition, Description: '', Type: 'FDL' });
    }
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('shows a running one as it goes on, until it has ended, without being read anew', async () => {
    const Input = { numbers: [1, 2, 3] };
    await server.call('StartExecution', { FlowName: 'watched', ExecutionName: 'run', Input });
    const { page, complaints } = await visit(browser, `${server.console}executions/watched/run`);
    const status = page.locator('#content').getByText(/^(Running|Succeeded)$/);
    expect(await status.first().textContent()).toBe('Running');
    let loads = 0;
    page.on('load', () => {
      loads += 1;
    });
    const { Tasks } = (await server.call('ListOpenTasks', { FlowName: 'watched' })) as {
      readonly Tasks: readonly { readonly TaskToken: string }[];
    };
    await server.call('ReportTaskSucceeded', { TaskToken: Tasks[0]?.TaskToken, Output: '{}' });
    await page.locator('#content').getByText('Succeeded', { exact: true }).first().waitFor();
    // The picture counts the runs of the step in the loop.
    await page.getByText('×3').first().waitFor();
    expect(loads).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('has a short title and a graph that begins within a fifth of the screen after the header, whatever failed', async () => {
    const cause = 'a cause of many words '.repeat(60);
    const Definition = `version: v1\ntype: flow\nsteps:\n  - {type: fail, name: no, error: Broken, cause: "${cause}"}\n`;
    await server.call('CreateFlow', { Name: 'broken', Definition, Description: '', Type: 'FDL' });
    const Name = 'db54a1e2-9f3c-4d21-8a77-1c2d3e4f5a6b';
    await server.call('StartSyncExecution', { FlowName: 'broken', ExecutionName: Name, Input: '{}' });
    const { page, complaints } = await visit(browser, `${server.console}executions/broken/${Name}`);
    await page.getByRole('heading', { name: 'db54a1e2…' }).waitFor();
    expect(await page.title()).toContain('db54a1e2…');
    await page.getByRole('button', { name: `Copy: ${Name}` }).waitFor();

    const facts = page.getByRole('region', { name: 'Facts about this execution' });
    await facts.getByText('Failed: Broken').waitFor();
    const height = async () => (await facts.boundingBox())?.height ?? Number.POSITIVE_INFINITY;
    expect(await height()).toBeLessThanOrEqual(160);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await height()).toBeLessThanOrEqual(169);
    await facts.getByRole('button', { name: 'Show all' }).click();
    await untilPasses(async () => expect(await height()).toBeGreaterThan(200));
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByRole('button', { name: 'Input and output' }).click();
    await page.getByRole('dialog').getByText('It has no output.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('shows what functions print, as they print it, of the execution and of a step', async () => {
    const ask = { taskToken: '$input.token' };
    const mappings = Object.entries(ask).map(([target, source]) => `{target: ${target}, source: ${source}}`);
    const call = `resourceArn: acs:fc:::services/office/functions/ask-manager, inputMappings: [${mappings}]`;
    const Definition = `${CALLBACK.trimEnd()}\n  - {type: task, name: print, ${call}}\n`;
    await server.call('CreateFlow', { Name: 'printing', Definition, Description: '', Type: 'FDL' });
    await server.call('StartExecution', {
      FlowName: 'printing',
      ExecutionName: 'p',
      Input: { token: 't-1' },
    });
    const { page, complaints } = await visit(browser, `${server.console}executions/printing/p?view=logs`);
    await page.getByText('No function has printed anything. Batches').waitFor();
    const { Tasks } = (await server.call('ListOpenTasks', { FlowName: 'printing' })) as {
      readonly Tasks: readonly { readonly TaskToken: string }[];
    };
    await server.call('ReportTaskSucceeded', { TaskToken: Tasks[0]?.TaskToken, Output: '{}' });
    const lines = page.getByRole('region', { name: 'Printed lines' }).getByRole('listitem');
    await lines.getByText(/report fail t-1/).waitFor();
    expect(await lines.count()).toBe(3);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Search in lines').fill('APPROVE:');
    await page.getByText('1 line', { exact: true }).waitFor();
    expect(await lines.first().textContent()).toMatch(/Infoprintapprove: npx fdl report succeed t-1/);
    await lines.getByRole('button', { name: 'print' }).click();
    const panel = page.getByRole('region', { name: 'Step print' });
    await panel.getByRole('tab', { name: 'Logs' }).click();
    await panel.getByText('3 lines', { exact: true }).waitFor();
    await panel.getByRole('combobox', { name: 'Least level' }).click();
    await page.getByRole('option', { name: 'Errors' }).click();
    await panel.getByText('No line matches.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('is exported as a test that goes as it went', async () => {
    const key = { FlowName: 'trip-booking', ExecutionName: 'exported' };
    await server.call('StartSyncExecution', { ...key, Input: { traveller: 'Eve', trainIsSoldOut: true } });
    const { page, complaints } = await visit(browser, `${server.console}executions/trip-booking/exported`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as test' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('trip-booking-exported.test.json');
    const text = await readText(await download.createReadStream());
    const { FlowDefinition } = (await server.call('DescribeExecution', key)) as {
      readonly FlowDefinition: string;
    };
    expect(await problemsOfTestFile(text, FlowDefinition)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('is found among the failed ones, says why it failed, and leads to the step', async () => {
    await server.call('StartSyncExecution', {
      FlowName: 'trip-booking',
      ExecutionName: 'no-train',
      Input: { traveller: 'Ann', trainIsSoldOut: true },
    });
    const { page, complaints } = await visit(browser, `${server.console}executions`);
    await page.getByText('Failed', { exact: true }).first().click();
    await page.getByRole('link', { name: 'no-train' }).click();
    const alert = page.getByText('Failed: TripNotBooked');
    await alert.waitFor();
    await page.getByText('SoldOut', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: /^BookTrain rail\/book, task, failed and caught/ }).click();
    const panel = page.getByRole('region', { name: 'Step BookTrain' });
    await panel.getByText('Input of the step').waitFor();
    await panel.getByText('"Ann"').first().waitFor();
    await panel.getByRole('tab', { name: 'Attempts' }).click();
    await panel.getByText('SoldOut').first().waitFor();
    // The function's own line stands behind its message; the frames of the host are folded.
    const cause = panel.getByRole('listitem').locator('.cause');
    expect(await cause.textContent()).toMatch(/ \(book\.ts:\d+\)$/);
    const details = panel.getByRole('listitem').locator('details');
    expect(await details.getByText('stackTrace').isVisible()).toBe(false);
    await details.locator('summary').click();
    await details.getByText('stackTrace').waitFor();
    expect(complaints).toEqual([]);
  });

  test('shows the same step in the graph, the timeline and the events', async () => {
    const { page } = await visit(browser, `${server.console}executions/trip-booking/no-train`);
    await page.getByRole('tab', { name: 'Timeline' }).click();
    const line = page.getByRole('treeitem').filter({ hasText: 'BookTrain' });
    await line.click();
    await page.getByRole('region', { name: 'Step BookTrain' }).waitFor();
    await page.getByRole('tab', { name: 'Graph' }).click();
    const node = page.getByRole('button', { name: /^BookTrain rail\/book/ });
    expect(await node.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('tab', { name: 'Events' }).first().click();
    await page.getByRole('region', { name: 'Step BookTrain' }).waitFor();
    await page.getByRole('table', { name: 'Events' }).getByText('TaskFailed').first().waitFor();
  });

  test('approves the task that it waits for, and starts again with the same input', async () => {
    await server.call('StartExecution', { FlowName: 'asking', ExecutionName: 'to-approve', Input: { n: 1 } });
    const { page, complaints } = await visit(browser, `${server.console}executions/asking/to-approve`);
    await page.getByRole('button', { name: /^ask .*waiting/ }).click();
    const panel = page.getByRole('region', { name: 'Step ask' });
    await panel.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.locator('#content').getByText('Succeeded', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Start again' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('"n"').waitFor();
    await dialog.getByLabel('Execution name').fill('approved-again');
    await dialog.getByRole('button', { name: 'Start execution' }).click();
    await page.waitForURL('**/executions/asking/approved-again*');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop execution' }).click();
    await page.locator('#content').getByText('Stopped', { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  test(
    'stays light with more than ten thousand events',
    async () => {
      const numbers = Array.from({ length: 2_600 }, (_, index) => index);
      const ended = await server.call('StartSyncExecution', {
        FlowName: 'wide',
        ExecutionName: 'long',
        Input: { numbers },
      });
      expect(ended).toMatchObject({ Status: 'Succeeded' });
      const { page, complaints } = await visit(browser, `${server.console}executions/wide/long?view=events`);
      // Nothing is filtered, and all is read: both numbers are the same and large.
      await page.getByText(/^(1\d\d\d\d) of \1 events$/).waitFor({ timeout: LONG_MILLISECONDS });

      const table = page.getByRole('table', { name: 'Events' });
      const frames = await frameTimes(page, '.events-scroller');
      console.info('frames while scrolling through 10,000 events, in milliseconds:', frames);
      expect(await table.getByRole('row').count()).toBeLessThan(200);
      await page.getByLabel('Search in details and steps').fill('"number":2599');
      await page.getByText(/^\d of 1\d{4} events$/).waitFor();

      await page.getByRole('tab', { name: 'Timeline' }).click();
      expect(await page.getByRole('treeitem').count()).toBeLessThan(200);
      await page.getByRole('tab', { name: 'Graph' }).click();
      await page.getByRole('button', { name: /^each/ }).first().waitFor();
      expect(complaints).toEqual([]);
    },
    LONG_MILLISECONDS,
  );
});
