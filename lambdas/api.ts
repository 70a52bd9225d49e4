import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createApiServices } from '../src/adapters/aws/api-services.ts';
import { createApi } from '../src/api/handle-request.ts';
import { openSecrets } from './access-keys.ts';
import { readRequest, writeResponse } from './api-event.ts';
import { ENVIRONMENT, readAwsConfig, readVariable } from './environment.ts';
import { logger } from './logger.ts';
import { meterExecutions } from './metered-executions.ts';
import { measureCapacity } from './metrics.ts';
import { withObservability } from './middleware.ts';
import { authenticateRpcCalls } from './rpc-keys.ts';
import { SlowRequests } from './slow-requests.ts';

const services = createApiServices(readAwsConfig(process.env), { logger, onCapacity: measureCapacity });
const slowRequests = new SlowRequests(services.clock);
const keysSecretArn = readVariable(process.env, ENVIRONMENT.keysSecretArn);

const api = createApi({
  ...services,
  ...(process.env[ENVIRONMENT.tracesEndpoint] && { isTracing: true as const }),
  executions: meterExecutions(services.executions, slowRequests.wait),
  authenticate: authenticateRpcCalls(openSecrets, keysSecretArn, services.clock),
});

/** Serves the HTTP API: RPC on `/`, JSON on `POST /{Operation}`. */
export const handler = withObservability(async (event: APIGatewayProxyEventV2) =>
  writeResponse(await slowRequests.serve(() => api(readRequest(event)))),
);
