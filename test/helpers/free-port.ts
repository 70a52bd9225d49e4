import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that Linux gives to a program that asks for any (32768 to 60999), above those of services. */
const FIRST = 12_000;
const LAST = 32_000;

/**
 * A port that is free, for a program that must be told one. Programs that ask for any port get another, so that none takes it
 * before the program listens.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    const probe = createServer().listen(port, '127.0.0.1');
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    await new Promise((done) => probe.close(done));
    return port;
  }
}
