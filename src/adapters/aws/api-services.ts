import type { Logger } from '../../ports/logger.ts';
import type { TaskTargets } from '../../ports/task-targets.ts';
import { createEngineClients } from './clients.ts';
import type { AwsConfig } from './config.ts';
import { type AwsServices, assembleServices } from './services.ts';

/** The services of a function that serves the API: no operation calls a task, so no client for that is loaded. */
export function createApiServices(config: AwsConfig, { logger }: { readonly logger: Logger }): AwsServices {
  return assembleServices(config, {
    clients: createEngineClients(config.region),
    targets: NO_TARGETS,
    logger,
  });
}

const NO_TARGETS: TaskTargets = {
  invokeFunction: refuse,
  sendToQueue: refuse,
  publishToTopic: refuse,
};

async function refuse(): Promise<never> {
  throw new Error('Tasks are called by drivers only');
}
