import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../src/cli/client.ts';
import type { Home } from './run-case.ts';

const PAUSE_MILLISECONDS = 250;

/** The server behind an endpoint, which is given so many milliseconds in all. */
export function serverHome(endpoint: string, patience: number): Home {
  const client = createClient({ endpoint });
  const givenUpAt = performance.now() + patience;
  return {
    call: (operation, request) => client.call(operation, request),
    async pause() {
      if (performance.now() > givenUpAt) throw new Error(`It did not end within ${patience / 1000} s.`);
      await sleep(PAUSE_MILLISECONDS);
    },
  };
}
