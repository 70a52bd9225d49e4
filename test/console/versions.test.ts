import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TWO_PASSES } from '../helpers/api-flows.ts';
import { hasBrowser, openBrowser, seriousFindings, visit } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

describe.runIf(hasBrowser())('versions of a flow', () => {
  let server: ConsoleServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(), openBrowser()]);
    const flow = { Name: 'passing', Description: '', Type: 'FDL' };
    await server.call('CreateFlow', { ...flow, Definition: TWO_PASSES });
    await server.call('PublishFlowVersion', { FlowName: 'passing', Description: 'the first' });
    const Definition = TWO_PASSES.replace('pass2', 'pass3');
    await server.call('UpdateFlow', { Name: 'passing', Definition });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('are published, compared, led to by an alias, and started', async () => {
    const { page, complaints } = await visit(browser, `${server.console}flows/passing/versions`);
    await page.getByRole('button', { name: 'Publish version' }).click();
    await page.getByLabel('What is new in it').fill('the second');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Version 2 is published').waitFor();

    await page.getByRole('button', { name: 'Compare version 1' }).click();
    const difference = page.getByRole('dialog');
    await difference
      .locator('.cm-deletedLine', { hasText: 'pass2' })
      .or(difference.locator('.cm-deletedChunk', { hasText: 'pass2' }))
      .first()
      .waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await difference.getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'Create alias' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Alias').fill('live');
    await form.getByLabel('And to version').click();
    await page.getByRole('option', { name: 'Version 1' }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Version 2, weight 90').waitFor();
    expect(
      (await server.call('DescribeFlowAlias', { FlowName: 'passing', Name: 'live' }))['Alias'],
    ).toMatchObject({
      RoutingConfigurations: [
        { Version: '2', Weight: 90 },
        { Version: '1', Weight: 10 },
      ],
    });

    await page.getByRole('button', { name: 'Delete: Version 1' }).click();
    const asked = page.getByRole('dialog');
    await asked.getByRole('button', { name: 'Delete', exact: true }).click();
    await asked.getByText("Alias 'live' of flow 'passing' leads to version '1'").waitFor();
    await asked.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: 'Start' }).click();
    const starting = page.getByRole('dialog');
    await starting.getByLabel('Version', { exact: true }).click();
    await page.getByRole('option', { name: 'Version 1' }).click();
    await starting.getByLabel('Execution name').fill('first');
    await starting.getByRole('button', { name: 'Start execution' }).click();
    await page.waitForURL('**/executions/passing/first');
    const first = { FlowName: 'passing', ExecutionName: 'first' };
    expect(await server.call('DescribeExecution', first)).toMatchObject({ FlowVersion: '1' });

    await page.goto(`${server.console}flows/passing/schedules`);
    await page.getByRole('button', { name: 'Create schedule' }).click();
    const schedule = page.getByRole('dialog');
    await schedule.getByLabel('Name').fill('nightly');
    await schedule.getByLabel('Version', { exact: true }).click();
    await page.getByRole('option', { name: 'live' }).click();
    await schedule.getByRole('button', { name: 'Create' }).click();
    await page.getByText('nightly is saved').waitFor();
    const nightly = { FlowName: 'passing', ScheduleName: 'nightly' };
    expect(await server.call('DescribeSchedule', nightly)).toMatchObject({ Qualifier: 'live' });
    expect(complaints).toEqual([]);
  });
});
