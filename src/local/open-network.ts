import { isLoopback } from './same-site.ts';
import type { ServerOptions } from './server-options.ts';

type Door = Pick<ServerOptions, 'host' | 'credentials' | 'isOpen'>;

/** True for a server whose flows and functions every caller on the network may run. */
export function isOpenToNetwork({ host, credentials }: Door): boolean {
  return credentials === undefined && !isLoopback(host);
}

/** @throws when a server is open to the network and its options do not say that this is meant. */
export function refuseOpenNetwork(door: Door): void {
  if (!isOpenToNetwork(door) || door.isOpen === true) return;
  throw new Error(
    `on ${door.host} the whole network could create flows and run functions, for no access key is demanded`,
  );
}
