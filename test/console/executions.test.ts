import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAILING, TWO_PASSES } from '../helpers/api-flows.ts';
import { hasBrowser, openBrowser, visit } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

const RESTING = 'version: v1\ntype: flow\nsteps:\n  - {type: wait, name: rest, duration: 86400}\n';

describe.runIf(hasBrowser())('the list of executions', () => {
  let server: ConsoleServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(), openBrowser()]);
    const flows = { failing: FAILING, passing: TWO_PASSES, resting: RESTING };
    for (const [Name, Definition] of Object.entries(flows)) {
      await server.call('CreateFlow', { Name, Definition, Description: '', Type: 'FDL' });
    }
    for (const FlowName of ['failing', 'passing']) {
      await server.call('StartSyncExecution', { FlowName, ExecutionName: `one-${FlowName}` });
    }
    for (const ExecutionName of ['rest-1', 'rest-2', 'rest-3']) {
      await server.call('StartExecution', { FlowName: 'resting', ExecutionName });
    }
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('shows executions of all flows, newest first, and those of a status when asked', async () => {
    const { page, complaints } = await visit(browser, `${server.console}executions`);
    await page.getByRole('link', { name: 'one-failing' }).waitFor();
    const names = page.locator('tbody tr a').filter({ hasText: /^(one|rest)-/ });
    expect(await names.allTextContents()).toEqual([
      'rest-3',
      'rest-2',
      'rest-1',
      'one-passing',
      'one-failing',
    ]);
    await page.getByText('Failed', { exact: true }).first().click();
    await page.getByRole('link', { name: 'one-passing' }).waitFor({ state: 'hidden' });
    expect(await names.allTextContents()).toEqual(['one-failing']);
    expect(page.url()).toContain('Failed');
    expect(complaints).toEqual([]);
  });

  test('finds executions by how their names begin', async () => {
    const { page } = await visit(browser, `${server.console}executions`);
    await page.getByLabel('Name begins with').fill('rest-');
    await page.getByRole('link', { name: 'one-passing' }).waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'rest-1' }).waitFor();
  });

  test('shows why and where each failed, and finds those of an error', async () => {
    const { page, complaints } = await visit(browser, `${server.console}executions`);
    const failed = page.getByRole('row').filter({ hasText: 'one-failing' });
    await failed.getByText('at step stumble').waitFor();
    await page.getByLabel('Error is').fill('TooLate');
    await page.getByRole('link', { name: 'one-passing' }).waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'one-failing' }).waitFor();
    expect(page.url()).toContain('error=TooLate');
    expect(complaints).toEqual([]);
  });

  test('stops what is selected, and says what became of each', async () => {
    const { page, complaints } = await visit(browser, `${server.console}executions?flow=resting`);
    await page.getByLabel('Select rest-1').check();
    await page.getByLabel('Select rest-2').check();
    await page.getByRole('button', { name: 'Stop 2' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Error').fill('Cancelled');
    await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
    await dialog.getByText('2 of 2 done').waitFor();
    for (const ExecutionName of ['rest-1', 'rest-2', 'rest-3']) {
      const { Status } = await server.call('DescribeExecution', {
        FlowName: 'resting',
        ExecutionName,
        WaitTimeSeconds: ExecutionName === 'rest-3' ? 0 : 10,
      });
      expect([ExecutionName, Status]).toEqual([
        ExecutionName,
        ExecutionName === 'rest-3' ? 'Running' : 'Stopped',
      ]);
    }
    expect(complaints).toEqual([]);
  });

  test('stops everything that matches, also what is not loaded', async () => {
    for (let index = 0; index < 60; index += 1) {
      await server.call('StartExecution', { FlowName: 'resting', ExecutionName: `many-${index}` });
    }
    const address = `${server.console}executions?flow=resting&prefix=many-`;
    const { page, complaints } = await visit(browser, address);
    await page.getByText('The newest 50 executions; there are more').waitFor();
    await page.getByRole('button', { name: 'Stop all that match' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Stop 60 executions?').waitFor();
    await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
    await dialog.getByText('60 of 60 done').waitFor({ timeout: 45_000 });
    expect(complaints).toEqual([]);
  });
});
