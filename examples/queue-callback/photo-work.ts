import type { TaskReport } from '../shared/report-task.ts';

interface PhotoJob {
  readonly taskToken: string;
  readonly job: string;
  readonly photo: string;
}

/** The work itself, free of queues and APIs: one message in, one report out. */
export function receive({ taskToken, job, photo }: PhotoJob): TaskReport {
  if (photo.endsWith('.txt')) {
    return { taskToken, error: 'UnreadablePhoto', cause: `${photo} is not a picture.` };
  }
  return { taskToken, output: { photo: `${job}(${photo})` } };
}
