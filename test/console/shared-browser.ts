import { hasBrowser, shareBrowser } from './browser.ts';

// Vitest calls these before and after the tests of the console.

let end: (() => Promise<void>) | undefined;

/** Starts the browser that all of them use. */
export async function setup(): Promise<void> {
  if (hasBrowser()) end = await shareBrowser();
}

/** Ends it. */
export async function teardown(): Promise<void> {
  await end?.();
}
