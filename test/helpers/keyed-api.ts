import { authenticateByKeys } from '../../src/api/protocol/authenticate.ts';
import { openHttpServer } from '../../src/local/http-server.ts';
import { createVirtualClock } from '../../src/testing/memory/virtual-clock.ts';
import { type ApiHome, openApiHome } from './api-home.ts';

/** The key that {@link openKeyedApi} demands. */
export const KEY = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };

/** Characters that clients and servers encode in different ways. */
export const HARD_TEXT = 'ünï €+& =%20~*!\'()\n"\\\u{1F600}';

/** The API of a home in memory behind HTTP, for clients that sign. */
export interface KeyedApi extends AsyncDisposable {
  readonly home: ApiHome;
  readonly url: string;
}

/** Opens an API on a free port that demands a signature by {@link KEY}, on the clock of this machine. */
export async function openKeyedApi(): Promise<KeyedApi> {
  const started = Date.now();
  const keys = [{ id: KEY.accessKeyId, secret: KEY.accessKeySecret }];
  const home = openApiHome({ authenticate: authenticateByKeys(keys, createVirtualClock(started)) }, started);
  const { requestBytes } = home.services.limits;
  const options = { host: '127.0.0.1', port: 0, requestBytes, consoleFolder: 'none' };
  const server = await openHttpServer(options, home.api);
  return { home, url: server.url, [Symbol.asyncDispose]: () => server.close() };
}
