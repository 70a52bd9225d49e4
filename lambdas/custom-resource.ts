import type {
  CloudFormationCustomResourceEvent,
  CloudFormationCustomResourceResponse,
  CloudFormationCustomResourceResourcePropertiesCommon as CommonProperties,
} from 'aws-lambda';
import { logger } from './logger.ts';

/** A request of CloudFormation with properties of one resource type. */
export type ResourceEvent<Properties> = CloudFormationCustomResourceEvent<
  Properties & CommonProperties,
  Properties & CommonProperties
>;

/** CloudFormation takes answers of 4 KiB at most. */
const MAX_REASON_CHARACTERS = 2_000;

/** The id of a resource whose creation failed: there is nothing to delete. */
const NOTHING = 'nothing-was-created';

/**
 * Does what CloudFormation asks and tells it how that went; a failure fails the deployment with the error's message.
 *
 * `provide` answers the physical id. It is not asked to delete what could not be created.
 */
export async function answerCloudFormation<Properties>(
  event: ResourceEvent<Properties>,
  provide: (event: ResourceEvent<Properties>) => Promise<string>,
): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const given = event.RequestType === 'Create' ? NOTHING : event.PhysicalResourceId;
  const ids = { StackId, RequestId, LogicalResourceId };
  try {
    const isNothing = event.RequestType === 'Delete' && given === NOTHING;
    const PhysicalResourceId = isNothing ? given : await provide(event);
    await respond(event.ResponseURL, { ...ids, PhysicalResourceId, Status: 'SUCCESS' });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    logger.warn('a resource of a deployment failed', { resource: LogicalResourceId, stack: StackId });
    const Reason = message.slice(0, MAX_REASON_CHARACTERS);
    await respond(event.ResponseURL, { ...ids, PhysicalResourceId: given, Status: 'FAILED', Reason });
  }
}

async function respond(url: string, response: CloudFormationCustomResourceResponse): Promise<void> {
  // The URL is signed for a request without a content type.
  const answer = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': '' },
    body: JSON.stringify(response),
  });
  if (!answer.ok) throw new Error(`CloudFormation's response URL answered ${answer.status}`);
}
