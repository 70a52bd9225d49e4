import type { TaskReport } from '../shared/report-task.ts';

interface Announcement {
  readonly taskToken: string;
  readonly release: string;
}

/** What the subscriber makes of one message of the topic: where the release is mirrored, or why it is not. */
export function receive({ taskToken, release }: Announcement): TaskReport {
  if (!/^\d+(\.\d+)+$/.test(release)) {
    return { taskToken, error: 'InvalidRelease', cause: `"${release}" is not a version number.` };
  }
  return { taskToken, output: { url: `https://mirror.example.com/${release}` } };
}
