import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createMnsServices } from '../src/adapters/aws/mns/mns-services.ts';
import { accessKeysIn, openSecrets } from './access-keys.ts';
import { ENVIRONMENT, MAX_WAIT_SECONDS, readNaming, readVariable } from './environment.ts';
import { logger } from './logger.ts';
import { withObservability } from './middleware.ts';
import { readMnsRequest, serveSigned, writeMnsAnswer } from './mns-event.ts';

const services = createMnsServices(readNaming(process.env), MAX_WAIT_SECONDS);
const keysSecretArn = readVariable(process.env, ENVIRONMENT.keysSecretArn);
const accessKeys = accessKeysIn(openSecrets, keysSecretArn, services.clock);

/** Serves queues and topics in the original's protocol, to callers that sign with one of the access keys. */
export const handler = withObservability(async (event: APIGatewayProxyEventV2) =>
  writeMnsAnswer(await serveSigned(readMnsRequest(event), { services, accessKeys, logger })),
);
