import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, openBrowser, seriousFindings, visit } from './browser.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';
import { type SignInProvider, startSignInProvider } from './sign-in-provider.ts';

const KEYS = { FDL_ACCESS_KEY_ID: 'id-1', FDL_ACCESS_KEY_SECRET: 'a secret of some length' };

describe.runIf(hasBrowser())('where the service demands keys', () => {
  let server: ConsoleServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsoleServer(KEYS), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function signIn(page: Page, secret: string) {
    await page.getByLabel('Access key id').fill('id-1');
    await page.getByLabel('Access key secret').fill(secret);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  test('asks for a key, says when it is wrong, and shows the page when it is right', async () => {
    const { page, complaints } = await visit(browser, `${server.console}tokens`);
    await page.getByLabel('Access key secret').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await signIn(page, 'another');
    await page.getByRole('alert').getByText('SignatureNotMatch').waitFor();
    await signIn(page, KEYS.FDL_ACCESS_KEY_SECRET);
    await page.getByText('No task waits for a report.').waitFor();
    expect(page.url()).not.toContain('secret');
    expect(complaints).toEqual([]);
  });

  test('keeps the key in the page only: a reload asks again', async () => {
    const { page } = await visit(browser, `${server.console}tokens`);
    await signIn(page, KEYS.FDL_ACCESS_KEY_SECRET);
    await page.getByText('No task waits for a report.').waitFor();
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(stored).not.toContain(KEYS.FDL_ACCESS_KEY_SECRET);
    await page.reload();
    await page.getByLabel('Access key secret').waitFor();
  });
});

describe.runIf(hasBrowser())('where users sign in', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let provider: SignInProvider;

  beforeAll(async () => {
    [server, browser, provider] = await Promise.all([
      startConsoleServer(),
      openBrowser(),
      startSignInProvider('client-1'),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    provider?.close();
  });

  test('the page goes to the provider and comes back where it was, with a token for each call', async () => {
    const signIn = { issuer: provider.url, url: provider.url, clientId: 'client-1' };
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.route('**/config.json', (route) => route.fulfill({ json: { endpoint: '/', signIn } }));
    const authorizations: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/ListFlows')) authorizations.push(request.headers()['authorization']);
    });
    await page.goto(`${server.console}tokens`);
    await page.getByText('No task waits for a report.').waitFor();
    expect(page.url()).toBe(`${server.console}tokens`);
    expect(authorizations[0]).toBe(`Bearer ${provider.accessToken}`);
    expect(provider.grants[0]?.get('code_verifier')?.length).toBeGreaterThan(42);
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(stored).not.toContain(provider.accessToken);
    await context.close();
  });
});
