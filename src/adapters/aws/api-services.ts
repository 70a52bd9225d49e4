import type { TaskTargets } from '../../ports/task-targets.ts';
import { blobsOf } from './blobs/blobs-of.ts';
import { createEngineClients, type Watchers } from './clients.ts';
import type { AwsConfig } from './config.ts';
import { type AwsServices, assembleServices } from './services.ts';

/** The services of a function that serves the API: no operation calls a task, so no client for that is loaded. */
export function createApiServices(config: AwsConfig, watchers: Watchers): AwsServices {
  const clients = createEngineClients(config.region, watchers);
  return assembleServices(config, {
    clients,
    blobs: blobsOf(config),
    targets: NO_TARGETS,
    logger: watchers.logger,
  });
}

const NO_TARGETS: TaskTargets = {
  call: async () => {
    throw new Error('Tasks are called by drivers only');
  },
};
