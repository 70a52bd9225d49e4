import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, openBrowser, seriousFindings, visit } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

/** Items for which something waits for a report, and one that fails at once. */
const MANY = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item}
    distributed: {batchSize: 2, maxConcurrency: 1, toleratedFailedCount: 4}
    steps:
      - type: choice
        name: which
        choices:
          - condition: $.item == 0
            steps: [{type: fail, name: refuse, error: Zero}]
      - type: task
        name: ask
        resourceArn: acs:mns:::/queues/many/messages
        pattern: waitForCallback
        serviceParams: {MessageBody: $.item}
`;

/** A busy machine takes a while for so many steps in a browser. */
const LONG_MILLISECONDS = 90_000;

describe.runIf(hasBrowser())('a map run in the console', () => {
  let server: ConsoleServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(), openBrowser()]);
    await server.call('CreateFlow', { Name: 'many', Description: '', Type: 'FDL', Definition: MANY });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('shows how far it is and its batches, which lead to their pages, and takes other rules', {
    timeout: LONG_MILLISECONDS,
  }, async () => {
    const items = Array.from({ length: 60 }, (_, item) => item);
    const execution = { FlowName: 'many', ExecutionName: 'run' };
    await server.call('StartExecution', { ...execution, Input: JSON.stringify({ items }) });
    const { page, complaints } = await visit(browser, `${server.console}executions/many/run?step=2`);
    const mapRun = page.getByRole('region', { name: 'Map run' });
    const count = (name: string, value: number) =>
      mapRun.locator('dl > div', { hasText: name }).getByText(String(value), { exact: true }).waitFor();

    await count('Items', 60);
    await count('Failed', 2);
    await count('Running', 2);
    await count('Pending', 56);
    await mapRun.getByText('1 batch at a time; may fail: 4 items').waitFor();
    const batches = mapRun.getByRole('table', { name: 'Batches, newest first' });
    await batches.getByRole('row', { name: /batch-0.*Failed.*Zero/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    await mapRun.getByRole('button', { name: 'Change rules' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change how the map run goes on' });
    await expect.poll(() => dialog.getByRole('button', { name: 'Change' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Batches at a time').fill('25');
    await dialog.getByLabel('Items that may fail, in percent of all').fill('12.5');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await mapRun.getByText('25 batches at a time; may fail: 4 items and 12.5 %').waitFor();
    await count('Running', 50);
    const key = { ...execution, MapRunName: 'run:map-2-0' };
    expect(await server.call('DescribeMapRun', key)).toMatchObject({
      Concurrency: 25,
      ToleratedFailedCount: 4,
      ToleratedFailedPercentage: 12.5,
    });

    // What is refused is told.
    await mapRun.getByRole('button', { name: 'Change rules' }).click();
    await dialog.getByLabel('Items that may fail', { exact: true }).fill('1');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await dialog.getByText(/2 of 60 items of map run run:map-2-0 have failed/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await mapRun.getByRole('button', { name: 'Older' }).click();
    await batches.getByRole('link', { name: 'batch-0', exact: true }).click();
    await page.getByRole('heading', { name: 'run:map-2-0:batch-0' }).waitFor();
    await page.goBack();
    await page
      .getByRole('region', { name: 'Facts about this execution' })
      .getByRole('link', { name: 'many / run:map-2-0' })
      .click();
    await page.getByRole('heading', { name: 'run:map-2-0', exact: true }).waitFor();
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
  });
});
