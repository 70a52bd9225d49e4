import { ACCOUNT } from '../../../queues/names.ts';

/** The URL of a queue, with the address under which the client reached the server, so that it resolves for it. */
export function queueUrl(endpoint: string, name: string): string {
  return `${endpoint}/${ACCOUNT}/${name}`;
}
