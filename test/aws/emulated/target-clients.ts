import type { ClientSettings } from '../../../src/adapters/aws/targets/flow-clients.ts';
import { createTargetClients, type TargetClients } from '../../../src/adapters/aws/targets/task-targets.ts';
import { TEST_ACCOUNT } from './dynamodb.ts';

const DAY_MS = 86_400_000;

/** Clients of every kind of target that send all to one server, once each. */
export function targetClientsOf(endpoint: string, given: Partial<ClientSettings> = {}): TargetClients {
  const { region, credentials } = TEST_ACCOUNT;
  const settings = {
    region,
    credentials: async () => ({
      ...credentials,
      sessionToken: 'test',
      expiration: new Date(Date.now() + DAY_MS),
    }),
    ...given,
    endpoint,
    maxAttempts: 1,
  };
  return createTargetClients(settings);
}

/** For functions that drivers wait for. */
export const NO_REPLIES = {
  keep: async (requestId: string): Promise<void> => {
    throw new Error(`Nothing expects a reply to ${requestId}`);
  },
};
