import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../src/cli/client.ts';
import type { Home } from './run-case.ts';

const PAUSE_MILLISECONDS = 250;

/** The server behind an endpoint. Once `signal` is aborted, nobody waits for it any longer. */
export function serverHome(endpoint: string, signal: AbortSignal): Home {
  const client = createClient({ endpoint });
  return {
    call: (operation, request) => client.call(operation, request, signal),
    pause: () => sleep(PAUSE_MILLISECONDS, undefined, { signal }),
  };
}
