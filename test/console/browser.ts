import { existsSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core';

/** How long anything on a page may take before the test that waits for it fails. */
const TIMEOUT_MILLISECONDS = 15_000;

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

/** What a page complained about while it was open: errors, refusals of the content security policy. */
export interface Visit {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Opens a page with a clean profile, in English on a screen of 1280 × 800 unless told otherwise. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MILLISECONDS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused request is the page's to handle; the browser notes it all the same.
    const isNoteOfBrowser = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isNoteOfBrowser) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

/** The findings of axe on a page that are serious or worse, each with the elements it is about. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
