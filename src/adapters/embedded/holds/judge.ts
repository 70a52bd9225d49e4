/** Something at which processes have ended, and how far it had come. */
export interface Suspect {
  readonly key: string;
  /** Processes in a row that ended while they were at it and had brought it no further. */
  readonly deaths: number;
  /** Its newest event; 0 for a message. */
  readonly lastEvent: number;
}

/** The notes that one start leaves to the next. */
export interface Starts {
  readonly suspects: readonly Suspect[];
  /** Suspects that were taken up last, by themselves; empty when all were taken up with the rest. */
  readonly group: readonly string[];
  /** Work that waits for an operator. */
  readonly held: readonly string[];
  /** Those of them at which processes may have been killed by chance: they get one more try, alone and after a while. */
  readonly doubtful: readonly string[];
}

/** Number of processes in a row that end during the same work before it is held. */
export const MAX_DEATHS = 3;

/** Nothing has ever gone wrong. */
export const NO_STARTS: Starts = { suspects: [], group: [], held: [], doubtful: [] };

/**
 * Judges, at a start, the process before, which ended while `inFlight` was under way.
 *
 * Work that was under way at two ends in a row is taken up apart from the rest, in groups one after the other. At the third
 * end the newest group is to blame. It is held when it is one alone; otherwise the next start takes it apart.
 *
 *   end 1 at a, b, c ── end 2 at a, b ── start 3: rest ok, a ok, b ✗ ── start 4: b is held
 *
 * A process that left no reason was perhaps killed, and its work may be to blame by chance only: such work is in doubt
 * until it is tried once more.
 */
export function judge(
  before: Starts,
  inFlight: readonly string[],
  lastEventOf: (key: string) => number,
  isExplained: boolean,
): Starts {
  const guilty = before.group.filter((key) => inFlight.includes(key));
  const [only, ...others] = guilty;
  if (only !== undefined && others.length === 0) return holding(before, only, isExplained);
  const present = new Set(inFlight.filter((key) => !before.held.includes(key)));
  const known = new Map(before.suspects.map((suspect) => [suspect.key, suspect]));
  const suspects = [...present].map((key) => {
    const lastEvent = lastEventOf(key);
    const earlier = known.get(key);
    const isStuck = earlier !== undefined && earlier.lastEvent === lastEvent;
    const deaths = isStuck ? Math.min(earlier.deaths + 1, MAX_DEATHS - 1) : 1;
    return { key, deaths, lastEvent };
  });
  const isBlamed = (key: string) => guilty.length === 0 || guilty.includes(key);
  return { ...before, suspects: suspects.filter(({ key }) => isBlamed(key)), group: [] };
}

/** The suspects in groups: few at a time, and few groups. */
export function groupsOf({ suspects }: Starts): readonly (readonly string[])[] {
  const keys = suspects.filter(({ deaths }) => deaths >= MAX_DEATHS - 1).map(({ key }) => key);
  const size = Math.max(1, Math.ceil(keys.length / MAX_GROUPS));
  return Array.from({ length: Math.ceil(keys.length / size) }, (_, at) =>
    keys.slice(at * size, (at + 1) * size),
  );
}

const MAX_GROUPS = 8;

/** Suspects whose turn had not come keep it. */
function holding({ suspects, held, doubtful }: Starts, guilty: string, isExplained: boolean): Starts {
  const others = doubtful.filter((key) => key !== guilty);
  const isInDoubt = !isExplained && !held.includes(guilty);
  return {
    suspects: suspects.filter(({ key }) => key !== guilty),
    group: [],
    held: [...held.filter((key) => key !== guilty), guilty],
    doubtful: isInDoubt ? [...others, guilty] : others,
  };
}
