import type { LogReader } from '../../ports/execution-logs.ts';
import type { KnownFunction } from '../../ports/known-function.ts';
import type { Objects } from '../../ports/objects.ts';
import type { TaskTargets } from '../../ports/task-targets.ts';
import { readTarget } from '../../targets/targets.ts';
import { blobsOf } from './blobs/blobs-of.ts';
import { createEngineClients, type Watchers } from './clients.ts';
import type { AwsConfig } from './config.ts';
import { CloudWatchLink } from './logs/cloudwatch-link.ts';
import { type AwsServices, assembleServices } from './services.ts';

/** The services of a function that serves the API: no operation calls a task, so no client for that is loaded. */
export function createApiServices(
  config: AwsConfig,
  watchers: Watchers,
): AwsServices & { readonly logs: LogReader; readonly functions: () => readonly KnownFunction[] } {
  const clients = createEngineClients(config.region, watchers);
  const services = assembleServices(config, {
    clients,
    blobs: blobsOf(config),
    targets: NO_TARGETS,
    objects: NO_OBJECTS,
    logger: watchers.logger,
  });
  return {
    ...services,
    logs: new CloudWatchLink(services.flows, services.clock, config),
    functions: () => boundFunctions(config.bindings),
  };
}

/** Bound functions; those of other services have names that follow from the definition, and a `Flow` construct binds its own. */
function boundFunctions(bindings: AwsConfig['bindings']): readonly KnownFunction[] {
  return Object.entries(bindings)
    .filter(([arn]) => readTarget('resourceArn', arn)?.kind === 'function')
    .map(([arn, location]) => ({ arn, location }));
}

const NO_TARGETS: TaskTargets = {
  call: async () => {
    throw new Error('Tasks are called by drivers only');
  },
};

const NO_OBJECTS: Objects = {
  forFlow: () => {
    throw new Error('Objects are used by drivers only');
  },
};
