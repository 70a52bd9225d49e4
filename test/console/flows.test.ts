import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilPasses } from '../helpers/until-passes.ts';
import { hasBrowser, openBrowser, visit } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

describe.runIf(hasBrowser())('the pages of flows', () => {
  let server: ConsoleServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Puts a text in place of what the editor holds. */
  async function write(page: Page, text: string) {
    const editor = page.locator('.cm-content').first();
    await editor.click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(text);
  }

  const definitionOf = async (Name: string) => (await server.call('DescribeFlow', { Name }))['Definition'];

  test('a mistake is underlined where it is and said below, and a mended definition is saved', async () => {
    const { page, complaints } = await visit(browser, `${server.console}flows/timer`);
    await page.locator('.cm-content').waitFor();
    const broken = 'version: v1\ntype: flow\nsteps:\n  - type: passs\n    name: a\n';
    await write(page, broken);
    await page.locator('.cm-lintRange-error', { hasText: 'passs' }).waitFor();
    const problems = page.getByRole('region', { name: 'Problems of the definition' });
    await problems.getByText('Line 4, column 11').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);

    const mended = broken.replace('passs', 'pass');
    await write(page, mended);
    await page.getByText('No problems').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('timer is saved').waitFor();
    expect(await definitionOf('timer')).toBe(mended);
    expect(complaints).toEqual([]);
  });

  test('the editor completes, explains and goes to what a word names', async () => {
    const { page, complaints } = await visit(browser, `${server.console}flows/timer`);
    await page.locator('.cm-content').waitFor();
    const begun =
      'version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: first\n    default:\n      goto: target\n  - type: succeed\n    name: target\n  - type: wait\n    name: a\n    dur';
    await write(page, begun);
    const completions = page.getByRole('listbox', { name: 'Completions' });
    await untilPasses(async () => {
      await page.keyboard.press('ControlOrMeta+Space');
      await completions.getByText('duration').waitFor({ timeout: 500 });
    });
    await page.getByText('Whole seconds, or a path to them.').waitFor();
    // CodeMirror leaves keys to the text for the first 75 ms of a list (`interactionDelay`).
    await page.waitForTimeout(100);
    await page.keyboard.press('Enter');
    await page.locator('.cm-line', { hasText: 'duration: ' }).waitFor();

    const goto = page.locator('.cm-line', { hasText: 'goto: target' });
    // Text that moves below the pointer, while what was completed is drawn, ends the hovering.
    await untilPasses(async () => {
      await page.mouse.move(0, 0);
      await goto.getByText('goto').hover();
      const help = page.locator('.cm-tooltip-hover', { hasText: 'of the same list' });
      await help.waitFor({ timeout: 2_000 });
    });
    await goto.getByText('target').click({ modifiers: ['ControlOrMeta'] });
    await page.locator('.cm-activeLine', { hasText: 'name: target' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('the editor completes functions of the home that no flow calls', async () => {
    await server.call('DeleteFlow', { Name: 'status-polling' });
    const { page, complaints } = await visit(browser, `${server.console}flows/timer`);
    await page.locator('.cm-content').waitFor();
    await write(page, 'version: v1\ntype: flow\nsteps:\n  - type: task\n    name: a\n    resourceArn: acs');
    const completions = page.getByRole('listbox', { name: 'Completions' });
    await untilPasses(async () => {
      await page.keyboard.press('ControlOrMeta+Space');
      const submit = completions.getByText('acs:fc:::services/transcoder/functions/submit');
      await submit.waitFor({ timeout: 500 });
    });
    expect(complaints).toEqual([]);
  });

  test('a change that another user has saved meanwhile is not replaced unasked', async () => {
    const { page } = await visit(browser, `${server.console}flows/fixed-version`);
    await page.locator('.cm-content').waitFor();
    const mine = 'version: v1\ntype: flow\nsteps: [{type: succeed, name: mine}]\n';
    await write(page, mine);
    const theirs = mine.replace('mine', 'theirs');
    await server.call('UpdateFlow', { Name: 'fixed-version', Definition: theirs });
    const save = page.getByRole('button', { name: 'Save' });
    await save.click();
    await page.getByRole('alert').getByText('Somebody else has changed this flow').waitFor();
    expect(await definitionOf('fixed-version')).toBe(theirs);
    await save.click();
    await page.getByText('fixed-version is saved').waitFor();
    expect(await definitionOf('fixed-version')).toBe(mine);
  });

  test('a flow that comes from a file says so, is saved into it, and is read-only while the file has errors', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fdl-console-'));
    const file = join(folder, 'orders.yaml');
    const text = 'version: v1\ntype: flow\nsteps: [{type: succeed, name: a}]\n';
    writeFileSync(file, text);
    const own = await startConsoleServer({ FDL_FLOWS: folder });
    try {
      const { page } = await visit(browser, `${own.console}flows/orders`);
      await page.getByText(`Comes from ${file}`).waitFor();
      await write(page, text.replace('name: a', 'name: b'));
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('orders is saved').waitFor();
      expect(readFileSync(file, 'utf8')).toContain('name: b');
      writeFileSync(file, 'broken');
      // The server looks at its folders now and then; a page asks it when it is opened.
      await untilPasses(async () => {
        const { Source } = await own.call('DescribeFlow', { Name: 'orders' });
        expect(Source).toMatchObject({ ReadOnlyReason: expect.any(String) });
      });
      await page.reload();
      await page.locator('.cm-content').waitFor();
      const note = page.getByRole('note');
      expect(await note.textContent()).toContain('is read-only here: it has problems; repair it first');
      await write(page, 'another text');
      expect(await page.getByText('another text').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    } finally {
      await own.close();
      rmSync(folder, { recursive: true });
    }
  });

  test('leaving with changes asks first', async () => {
    const { page } = await visit(browser, `${server.console}flows/topic-callback`);
    await page.locator('.cm-content').waitFor();
    await write(page, 'version: v1\ntype: flow\nsteps: [{type: succeed, name: z}]\n');
    await page.getByRole('link', { name: 'Executions' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Stay' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(page.url()).toContain('flows/topic-callback');
  });

  test('a flow is created, scheduled and deleted', async () => {
    const { page, complaints } = await visit(browser, `${server.console}flows`);
    await page.getByRole('link', { name: 'Create flow' }).click();
    await page.waitForURL('**/create-flow');
    await page.getByRole('textbox', { name: 'Name' }).fill('made-here');
    await write(page, 'version: v1\ntype: flow\nsteps:\n  - {type: succeed, name: done}\n');
    await page.getByRole('button', { name: 'Create flow' }).click();
    await page.getByText('made-here is created').waitFor();
    expect(await definitionOf('made-here')).toContain('name: done');

    await page.getByRole('tab', { name: 'Schedules' }).click();
    await page.getByRole('button', { name: 'Create schedule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('nightly');
    await dialog.getByLabel('Expression').fill('CRON_TZ=Asia/Shanghai 0 30 9 * * *');
    await dialog.getByRole('button', { name: /Create|Save/ }).click();
    await page.getByText('nightly is saved').waitFor();
    const row = page.getByRole('row').filter({ hasText: 'nightly' });
    const [next] = await row
      .locator('time')
      .evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''));
    expect(next).toMatch(/T01:30:00/);

    await page.getByRole('button', { name: 'Delete' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('made-here is deleted').waitFor();
    expect(await server.call('DescribeFlow', { Name: 'made-here' })).toMatchObject({ Code: 'FlowNotExists' });
    expect(complaints).toEqual([]);
  });

  test('a schedule gets an overlap policy, is started now, and tells its runs and what a backfill would start', async () => {
    const Definition = 'version: v1\ntype: flow\nsteps:\n  - {type: succeed, name: done}\n';
    await server.call('CreateFlow', { Name: 'scheduled', Definition, Description: '', Type: 'FDL' });
    const key = { FlowName: 'scheduled', ScheduleName: 'nightly' };
    await server.call('CreateSchedule', { ...key, CronExpression: 'CRON_TZ=Asia/Shanghai 0 30 9 * * *' });
    const { page, complaints } = await visit(browser, `${server.console}flows/scheduled/schedules`);
    const row = page.getByRole('row').filter({ hasText: 'nightly' });
    await row.getByRole('button', { name: 'Edit nightly' }).click();
    await page.getByRole('combobox', { name: 'Overlap' }).click();
    await page.getByRole('option', { name: /^Skip/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await row.getByText('Skip').waitFor();
    expect(await server.call('DescribeSchedule', key)).toMatchObject({ OverlapPolicy: 'Skip' });

    await row.getByRole('button', { name: 'Runs of nightly' }).click();
    const runs = page.getByRole('dialog');
    await runs.getByRole('button', { name: 'Start now' }).click();
    await runs.getByText('Succeeded').waitFor();
    await runs.getByLabel('From', { exact: true }).fill('2024-01-01T00:00:00');
    await runs.getByLabel('To', { exact: true }).fill('2024-01-08T00:00:00');
    await runs.getByRole('button', { name: 'Count' }).click();
    await runs.getByText('7 fire times').waitFor();
    expect(complaints).toEqual([]);
  });

  test('the list tells for each flow what runs, how the last one ended, the share of successes and how long they took', async () => {
    const steps = 'version: v1\ntype: flow\nsteps:\n';
    const flows = {
      'counted-mixed': `${steps}  - type: choice\n    name: which\n    choices: [{condition: '$.fails == true', goto: no}]\n    default: {goto: yes}\n  - {type: fail, name: no, error: Broken}\n  - {type: succeed, name: yes}\n`,
      'counted-waits': `${steps}  - {type: wait, name: rest, duration: 3600}\n`,
      'counted-none': `${steps}  - {type: succeed, name: done}\n`,
    };
    for (const [Name, Definition] of Object.entries(flows))
      await server.call('CreateFlow', { Name, Definition, Description: '', Type: 'FDL' });
    for (const Input of ['{}', '{}', '{}', '{"fails":true}'])
      await server.call('StartSyncExecution', { FlowName: 'counted-mixed', Input });
    await server.call('StartExecution', { FlowName: 'counted-waits', ExecutionName: 'long' });

    const { page, complaints } = await visit(browser, `${server.console}flows?name=counted`);
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await row('counted-mixed').getByText('75%').waitFor();
    await row('counted-mixed').getByText('Failed').waitFor();
    await row('counted-mixed')
      .getByText(/^\d+ ms · \d+ ms$/)
      .waitFor();
    expect(await row('counted-none').getByText('–').count()).toBe(4);
    await row('counted-mixed').getByRole('link', { name: 'Last run of counted-mixed' }).click();
    await page.waitForURL('**/executions/counted-mixed/*');
    await page.goBack();
    await row('counted-waits').getByRole('link', { name: '1', exact: true }).click();
    await page.waitForURL('**/flows/counted-waits/executions?status=Running');
    expect(complaints).toEqual([]);
  });

  test('a start asks before it leaves unsaved changes out, and begins with the last input of the flow', async () => {
    const Definition = 'version: v1\ntype: flow\nsteps:\n  - {type: succeed, name: done}\n';
    await server.call('CreateFlow', { Name: 'drafted', Definition, Description: '', Type: 'FDL' });
    const { page, complaints } = await visit(browser, `${server.console}flows/drafted`);
    await page.locator('.cm-content').first().waitFor();
    await write(page, Definition.replace('done', 'otherwise'));
    await page.getByText('Not saved').waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The definition has changes that are not saved.').waitFor();
    const submit = dialog.getByRole('button', { name: 'Start execution' });
    expect(await submit.isDisabled()).toBe(true);
    await dialog.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('{"order": 17}');
    await dialog.getByRole('checkbox', { name: /without them/ }).check();
    await submit.click();
    // The editor asks as well, before the page is left.
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.waitForURL('**/executions/drafted/*');
    // The address changes before the editor, which would ask again, is gone.
    await page.getByText('Not saved', { exact: true }).waitFor({ state: 'detached' });

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Flows' }).click();
    await page.getByRole('button', { name: 'Start: drafted' }).click();
    await dialog.locator('.cm-content').getByText('"order": 17').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Start: timer' }).click();
    await dialog.locator('.cm-content').waitFor();
    expect(await dialog.locator('.cm-content').textContent()).toBe('{}');
    expect(complaints).toEqual([]);
  });

  test('a flow is started with an input, and the page goes to its execution', async () => {
    const { page, complaints } = await visit(browser, `${server.console}flows/trip-booking`);
    await page.getByRole('button', { name: 'Start' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('{"traveller": ');
    expect(await dialog.getByRole('button', { name: 'Start execution' }).isDisabled()).toBe(true);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('{"traveller": "Ann"}');
    await dialog.getByLabel('Execution name').fill('by-hand');
    await dialog.getByRole('button', { name: 'Start execution' }).click();
    await page.waitForURL('**/executions/trip-booking/by-hand*');
    const started = await server.call('DescribeExecution', {
      FlowName: 'trip-booking',
      ExecutionName: 'by-hand',
      WaitTimeSeconds: 20,
    });
    expect(started).toMatchObject({ Status: 'Succeeded', Input: '{"traveller": "Ann"}' });
    expect(complaints).toEqual([]);
  });
});
