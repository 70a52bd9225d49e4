import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLBACK } from '../helpers/api-flows.ts';
import { hasBrowser, openBrowser, seriousFindings, visit } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

const TRIP = 'executions/trip-booking/failed-trip';

/** Every page, and what shows that it is complete. */
const PAGES: readonly (readonly [path: string, shows: string])[] = [
  ['flows', 'trip-booking'],
  ['flows/trip-booking', 'BookTrain'],
  ['flows/timer/schedules', 'nightly'],
  ['flows/timer/versions', 'the first'],
  ['create-flow', 'No problems'],
  ['executions', 'failed-trip'],
  ['tokens', 'asked'],
  [TRIP, 'BookTrain'],
  ['nowhere', 'There is no such page'],
];

describe.runIf(hasBrowser())('every page', () => {
  let server: ConsoleServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(), openBrowser()]);
    await server.call('CreateFlow', { Name: 'asking', Definition: CALLBACK, Description: '', Type: 'FDL' });
    await server.call('StartExecution', { FlowName: 'asking', ExecutionName: 'asked' });
    const schedule = { FlowName: 'timer', ScheduleName: 'nightly', CronExpression: '0 0 3 * * *' };
    await server.call('CreateSchedule', schedule);
    await server.call('PublishFlowVersion', { FlowName: 'timer', Description: 'the first' });
    const RoutingConfigurations = [{ Version: '1', Weight: 100 }];
    await server.call('CreateFlowAlias', { FlowName: 'timer', Name: 'live', RoutingConfigurations });
    await server.call('StartSyncExecution', {
      FlowName: 'trip-booking',
      ExecutionName: 'failed-trip',
      Input: { traveller: 'Ann', trainIsSoldOut: true },
    });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test.each(PAGES)(
    '%s has no serious finding of axe, in light on a wide screen, and in dark on a phone, where nothing sticks out',
    async (path, shows) => {
      const { page, complaints } = await visit(browser, `${server.console}${path}`);
      await page.getByText(shows).first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);

      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 390, height: 844 });
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      await page.getByText(shows).first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(390);
      expect(complaints).toEqual([]);
    },
  );

  test('is in Chinese for readers of Chinese', async () => {
    const { page } = await visit(browser, `${server.console}executions`, { locale: 'zh-CN' });
    await page.getByRole('heading', { name: '执行' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByText('失败', { exact: true }).first().waitFor();
    await page.context().close();
  });

  test('is reached by keyboard: the first stop skips to the content, the next ones are the menu', async () => {
    const { page } = await visit(browser, `${server.console}flows`);
    await page.getByRole('link', { name: 'trip-booking', exact: true }).waitFor();
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe('Skip to content');
    await page.getByRole('navigation').getByRole('link', { name: 'Executions' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Executions' }).waitFor();
  });
});
