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

/** CloudFormation takes responses of 4 KiB at most. */
const MAX_REASON_CHARACTERS = 2_000;

/** The id of a resource whose creation failed: there is nothing to delete. */
const NOTHING = 'nothing-was-created';

/**
 * Serves a request of CloudFormation and sends it the outcome; a failure fails the deployment with the error's message.
 *
 * `provide` returns the physical id. It is not called to delete a resource that could not be created.
 */
export async function answerCloudFormation<Properties>(
  event: ResourceEvent<Properties>,
  provide: (event: ResourceEvent<Properties>) => Promise<string>,
): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const outcome = await outcomeOf(event, provide);
  if (outcome.Status === 'FAILED')
    logger.warn('a resource of a deployment failed', { resource: LogicalResourceId, stack: StackId });
  await respond(event.ResponseURL, { StackId, RequestId, LogicalResourceId, ...outcome });
}

type Outcome = { readonly PhysicalResourceId: string } & (
  | { readonly Status: 'SUCCESS' }
  | { readonly Status: 'FAILED'; readonly Reason: string }
);

async function outcomeOf<Properties>(
  event: ResourceEvent<Properties>,
  provide: (event: ResourceEvent<Properties>) => Promise<string>,
): Promise<Outcome> {
  const given = event.RequestType === 'Create' ? NOTHING : event.PhysicalResourceId;
  if (event.RequestType === 'Delete' && given === NOTHING)
    return { PhysicalResourceId: given, Status: 'SUCCESS' };
  try {
    return { PhysicalResourceId: await provide(event), Status: 'SUCCESS' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { PhysicalResourceId: given, Status: 'FAILED', Reason: message.slice(0, MAX_REASON_CHARACTERS) };
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
