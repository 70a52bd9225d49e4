import { randomUUID } from 'node:crypto';
import { createApiServices } from '../src/adapters/aws/api-services.ts';
import { callerOf } from '../src/api/call-operation.ts';
import { answerCloudFormation, type ResourceEvent } from './custom-resource.ts';
import { readAwsConfig } from './environment.ts';
import { type RollbackEvent, rollBack } from './lead-alias.ts';
import { logger } from './logger.ts';
import { measureCapacity } from './metrics.ts';
import { withObservability } from './middleware.ts';
import { type FlowProperties, registerFlow } from './register-flow.ts';

const services = createApiServices(readAwsConfig(process.env), { logger, onCapacity: measureCapacity });

/** Provides the flows of `Flow` constructs to CloudFormation, and ends their canaries at an alarm. */
export const handler = withObservability(async (event: ResourceEvent<FlowProperties> | RollbackEvent) => {
  if ('rollback' in event) await rollBack(callerOf(services, randomUUID()), event);
  else await answerCloudFormation(event, (request) => registerFlow(request, services));
});
