import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { CALLBACK } from '../helpers/api-flows.ts';
import { openBrowser, visit } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

const FOLDER = fileURLToPath(new URL('../../docs/images/console/', import.meta.url));

const ORDER = {
  customer: 'Ada',
  lines: [
    { article: 'lamp', quantity: 2 },
    { article: 'desk', quantity: 1 },
    { article: 'pen', quantity: 10 },
  ],
};

interface Shot {
  readonly name: string;
  readonly path: string;
  /** A text that shows that the page is complete. */
  readonly shows: string;
  readonly options?: BrowserContextOptions;
}

const PHONE = { viewport: { width: 390, height: 844 } };

const SHOTS: readonly Shot[] = [
  { name: 'flows', path: 'flows?name=tri', shows: 'trip-booking' },
  { name: 'flow', path: 'flows/trip-booking', shows: 'BookTrain' },
  { name: 'flow-schedules', path: 'flows/timer/schedules', shows: 'nightly' },
  { name: 'executions', path: 'executions', shows: 'sold-out' },
  { name: 'execution-graph', path: 'executions/trip-booking/unreachable', shows: 'CancelFlight' },
  {
    name: 'execution-timeline',
    path: 'executions/trip-booking/unreachable?view=timeline',
    shows: 'CancelFlight',
  },
  { name: 'execution-events', path: 'executions/trip-booking/unreachable?view=events', shows: 'TaskFailed' },
  { name: 'execution-fan-out', path: 'executions/order-fan-out/order-16', shows: 'EachLine' },
  { name: 'tokens', path: 'tokens', shows: 'order-17' },
  {
    name: 'execution-dark',
    path: 'executions/trip-booking/sold-out',
    shows: 'BookTrain',
    options: { colorScheme: 'dark' },
  },
  { name: 'executions-phone', path: 'executions', shows: 'sold-out', options: PHONE },
  {
    name: 'executions-chinese',
    path: 'executions',
    shows: 'sold-out',
    options: { locale: 'zh-CN' },
  },
];

/** Executions of every kind, so that there is something to see. */
async function fill(server: ConsoleServer): Promise<void> {
  const flow = { Name: 'approval', Definition: CALLBACK, Description: 'Waits for somebody', Type: 'FDL' };
  await server.call('CreateFlow', flow);
  const schedule = {
    FlowName: 'timer',
    ScheduleName: 'nightly',
    CronExpression: 'CRON_TZ=Asia/Shanghai 0 30 3 * * *',
  };
  await server.call('CreateSchedule', schedule);
  const start = (FlowName: string, ExecutionName: string, Input: object) =>
    server.call('StartSyncExecution', { FlowName, ExecutionName, Input });
  await start('trip-booking', 'booked', { traveller: 'Ann' });
  await start('trip-booking', 'sold-out', { traveller: 'Bob', flightIsSoldOut: true });
  await start('trip-booking', 'unreachable', { traveller: 'Dan', hotelIsUnreachable: true });
  await start('order-fan-out', 'order-16', ORDER);
  for (const ExecutionName of ['order-17', 'order-18']) {
    await server.call('StartExecution', { FlowName: 'approval', ExecutionName, Input: {} });
  }
}

const server = await startConsoleServer();
const browser = await openBrowser();
try {
  mkdirSync(FOLDER, { recursive: true });
  await fill(server);
  for (const { name, path, shows, options = {} } of SHOTS) {
    const { page } = await visit(browser, `${server.console}${path}`, options);
    await page.getByText(shows).first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: `${FOLDER}${name}.png` });
    console.log(`${name}.png`);
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.close();
}
