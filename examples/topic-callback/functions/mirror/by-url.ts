import { text } from 'node:stream/consumers';
import { behindFunctionUrl, type HttpRequest, type HttpResponse } from '../../../shared/function-url.ts';
import { reportTask } from '../../../shared/report-task.ts';
import { readTopicMessage } from '../../../shared/topic-message.ts';
import { receive } from './on-release.ts';

/** The facts that the embedded home gives a function; on AWS none. */
interface Context {
  readonly api?: string;
  readonly queues?: string;
}

/**
 * An HTTP function of Function Compute whose URL is subscribed to the topic: it confirms the subscription, and reports the task that
 * a message names.
 */
export async function handler(request: HttpRequest, response: HttpResponse, context: Context): Promise<void> {
  const message = await readTopicMessage(await text(request), context.queues);
  const { TOPIC_ARN: expected = message?.TopicArn } = process.env;
  if (message === undefined || message.TopicArn !== expected) {
    response.setStatusCode(403);
    return response.send('The message does not come from the topic.');
  }
  if (message.Type === 'SubscriptionConfirmation') await fetch(message.SubscribeURL ?? '');
  if (message.Type === 'Notification') await reportTask(receive(JSON.parse(message.Message)), context.api);
  response.send();
}

/** The same function behind the URL of an AWS Lambda function, which finds the API by its environment. */
export const onFunctionUrl = behindFunctionUrl(handler, {});
