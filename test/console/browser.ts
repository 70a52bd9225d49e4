import { existsSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core';

/** How long anything on a page may take before the test that waits for it fails: pages look for news every ten seconds. */
const TIMEOUT_MILLISECONDS = 45_000;

const PLACES = [
  process.env['FDL_BROWSER'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const executablePath = PLACES.find((place) => place !== '' && existsSync(place));

/**
 * False on a machine without a browser of Chromium's kind, where the console's tests are skipped.
 *
 * @throws on CI, where they must not be.
 */
export function hasBrowser(): boolean {
  if (executablePath === undefined && process.env['CI'] !== undefined) {
    throw new Error('The tests of the console need Chromium: install it, or name one in FDL_BROWSER');
  }
  return executablePath !== undefined;
}

/** The browser that the machine has. It connects to nothing by itself. */
const LAUNCH: LaunchOptions = {
  ...(executablePath !== undefined && { executablePath }),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** The variable that names the browser which the files of a test run share. */
const SHARED = 'FDL_SHARED_BROWSER';

/** Starts a browser which the processes started from now on share; answers how it is ended. */
export async function shareBrowser(): Promise<() => Promise<void>> {
  const server = await chromium.launchServer(LAUNCH);
  process.env[SHARED] = server.wsEndpoint();
  return () => server.close();
}

/** The shared browser, where pages are apart by their contexts, or one of the caller's own. */
export async function openBrowser(): Promise<Browser> {
  const shared = process.env[SHARED];
  return await (shared === undefined ? chromium.launch(LAUNCH) : chromium.connect(shared));
}

/** The complaints of a page while it was open: errors, refusals of the content security policy. */
export interface Visit {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** How every visit begins, unless told otherwise. */
const SETTING = {
  locale: 'en-GB',
  viewport: { width: 1280, height: 800 },
  colorScheme: 'light',
  reducedMotion: 'reduce',
} as const;

/** A page that stays open from visit to visit: its process, its cache and its compiled scripts cost a second. */
interface Tab {
  readonly page: Page;
  /** The complaints of the present visit. */
  complaints: string[];
}

const tabs = new WeakMap<Browser, Promise<Tab>>();

async function openTab(browser: Browser, options: BrowserContextOptions): Promise<Tab> {
  const context = await browser.newContext({ ...SETTING, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MILLISECONDS);
  const tab: Tab = { page, complaints: [] };
  page.on('pageerror', (error) => tab.complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused request is the page's to handle; the browser notes it all the same.
    const isNoteOfBrowser = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isNoteOfBrowser) tab.complaints.push(message.text());
  });
  return tab;
}

/** Leaves the page, so that it asks its server for nothing more, and forgets all that it has stored. */
async function leave({ page }: Tab): Promise<void> {
  if (page.url().startsWith('http')) {
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
  }
  await page.context().clearCookies();
  await page.goto('about:blank');
  await page.emulateMedia(SETTING);
  await page.setViewportSize(SETTING.viewport);
}

/**
 * Opens a page with a clean profile, in English on a screen of 1280 × 800.
 * It ends the visit before, of which it takes over the tab. With `options`, it has a context of its own, which the caller closes.
 */
export async function visit(browser: Browser, url: string, options?: BrowserContextOptions): Promise<Visit> {
  let tab: Tab;
  if (options === undefined) {
    const before = tabs.get(browser);
    const opened = before ?? openTab(browser, {});
    tabs.set(browser, opened);
    tab = await opened;
    if (before !== undefined) await leave(tab);
    tab.complaints = [];
  } else {
    tab = await openTab(browser, options);
  }
  await tab.page.goto(url);
  return { page: tab.page, complaints: tab.complaints };
}

/** The findings of axe on a page that are serious or worse, each with the elements it is about. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // Legacy mode takes one page instead of a second one for the results; all it lacks are frames of other origins.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
