import { reportTask, type TaskReport } from '../../../shared/report-task.ts';

interface Announcement {
  readonly taskToken: string;
  readonly release: string;
}

/** The part of a topic's push that is used here; the shape is that of AWS Lambda. */
interface TopicEvent {
  readonly Records: readonly { readonly Sns: { readonly Message: string } }[];
}

/** Subscribed to the topic: called with each message, it reports the task that the message names. */
export async function handler(event: TopicEvent, context: { readonly api: string }): Promise<void> {
  for (const record of event.Records) {
    await reportTask(receive(JSON.parse(record.Sns.Message)), context.api);
  }
}

/** The report of the subscriber on one message: the place of the mirrored release, or the reason why there is none. */
export function receive({ taskToken, release }: Announcement): TaskReport {
  if (!/^\d+(\.\d+)+$/.test(release)) {
    return { taskToken, error: 'InvalidRelease', cause: `"${release}" is not a version number.` };
  }
  return { taskToken, output: { url: `https://mirror.example.com/${release}` } };
}
