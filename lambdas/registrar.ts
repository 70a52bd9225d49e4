import { createApiServices } from '../src/adapters/aws/api-services.ts';
import { answerCloudFormation, type ResourceEvent } from './custom-resource.ts';
import { readAwsConfig } from './environment.ts';
import { logger } from './logger.ts';
import { measureCapacity } from './metrics.ts';
import { withObservability } from './middleware.ts';
import { type FlowProperties, registerFlow } from './register-flow.ts';

const services = createApiServices(readAwsConfig(process.env), { logger, onCapacity: measureCapacity });

/** Provides the flows of `Flow` constructs to CloudFormation. */
export const handler = withObservability((event: ResourceEvent<FlowProperties>) =>
  answerCloudFormation(event, (request) => registerFlow(request, services)),
);
