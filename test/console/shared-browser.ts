import { hasBrowser, shareBrowser } from './browser.ts';

// What vitest calls before and after the tests of the console.

let end: (() => Promise<void>) | undefined;

/** Starts the browser that all of them use. */
export async function setup(): Promise<void> {
  if (hasBrowser()) end = await shareBrowser();
}

/** Ends it. */
export async function teardown(): Promise<void> {
  await end?.();
}
