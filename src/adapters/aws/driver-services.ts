import { systemClock } from '../system.ts';
import { blobsOf } from './blobs/blobs-of.ts';
import { createEngineClients, type Watchers } from './clients.ts';
import type { AwsConfig } from './config.ts';
import { statusEventsOf } from './events/status-events.ts';
import { S3Objects } from './objects/s3-objects.ts';
import { AwaitedReplies } from './replies/awaited-replies.ts';
import { type AwsServices, assembleServices } from './services.ts';
import { createFlowClients } from './targets/target-clients.ts';
import { createAwsTaskTargets } from './targets/task-targets.ts';

/** The services of a function that drives executions. */
export function createDriverServices(
  config: AwsConfig,
  watchers: Watchers,
): AwsServices & { readonly replies: AwaitedReplies } {
  const clients = createEngineClients(config.region, watchers);
  const replies = new AwaitedReplies(clients.dynamoDb, config.executionsTable);
  const flowClients = createFlowClients(config);
  const targets = createAwsTaskTargets(flowClients, config, systemClock, replies);
  const objects = new S3Objects(flowClients, config);
  const { logger } = watchers;
  const services = assembleServices(config, { clients, blobs: blobsOf(config), targets, objects, logger });
  const statusEvents = statusEventsOf(config, services);
  return { ...services, replies, ...(statusEvents !== undefined && { statusEvents }) };
}
