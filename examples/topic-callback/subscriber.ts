import { reportTask } from '../shared/report-task.ts';
import { receive } from './mirror.ts';

/** The part of a topic's push that is used here; the shape is that of AWS Lambda. */
interface TopicEvent {
  readonly Records: readonly { readonly Sns: { readonly Message: string } }[];
}

/** A function subscribed to the topic: called with each message, it reports the task that the message names. */
export async function handler(event: TopicEvent): Promise<void> {
  for (const record of event.Records) await reportTask(receive(JSON.parse(record.Sns.Message)));
}
