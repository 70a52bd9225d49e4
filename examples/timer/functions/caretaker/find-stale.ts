interface Request {
  readonly room: string;
  readonly keepDays: number;
  /** When the schedule was due. */
  readonly triggerTime: string;
}

const DAY_MILLISECONDS = 86_400_000;

/** Stands in for a listing: files that were last used so many days before any time. */
const ages: Readonly<Record<string, number>> = { 'draft.txt': 2, 'minutes.txt': 40, 'plan.txt': 31 };

/** The files of a room that were not used for longer than they are kept. */
export function handler({ room, keepDays, triggerTime }: Request): { stale: readonly string[] } {
  const oldest = Date.parse(triggerTime) - keepDays * DAY_MILLISECONDS;
  const stale = Object.keys(ages).filter((file) => {
    return Date.parse(triggerTime) - (ages[file] ?? 0) * DAY_MILLISECONDS < oldest;
  });
  return { stale: stale.map((file) => `${room}/${file}`) };
}
