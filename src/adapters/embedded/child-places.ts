import type { ChildStarts } from '../../ports/child-starts.ts';
import type { Descent, ExecutionId } from '../../ports/execution-store.ts';

/** Most unfinished executions before the next child must wait. */
export interface FamilySize {
  /** Most executions for which one execution waits, directly or through others. */
  readonly awaited: number;
  /** Most executions of a family, before a child is started for which no parent waits. */
  readonly family: number;
  /** More than either for each level below the root. Without it all could wait for places that only their children would free. */
  readonly perLevel: number;
}

/** Ten thousand at rest take about 30 MB; to stop so many as wait for each other takes a second or two. */
export const FAMILY_SIZE: FamilySize = { awaited: 500, family: 10_000, perLevel: 8 };

/** How long a start waits before it asks again, and how many of a large family may ask in a second. */
const AGAIN_SECONDS = 5;
const ASKED_IN_A_SECOND = 200;

/**
 * Counts the unfinished children of each family, and of each execution at the top of those that wait for each other.
 *
 * A deeper level may have more under way: of executions that all wait, one of the deepest can always go on. Awaited
 * children may be twice as many as the bound of a family. So children for which no parent waits, which may take long,
 * never keep awaited ones waiting.
 */
export class ChildPlaces implements ChildStarts {
  readonly #size: FamilySize;
  /** Children by family or top execution, each named by the task that has started it. */
  readonly #places = new Map<string, Set<string>>();

  constructor(size: FamilySize = FAMILY_SIZE) {
    this.#size = size;
  }

  admit(startedBy: string, descent: Descent): number | undefined {
    if (!this.#hasPlace(startedBy, descent)) return this.#againIn(descent);
    for (const key of keysOf(descent)) {
      const children = this.#places.get(key) ?? new Set();
      this.#places.set(key, children.add(startedBy));
    }
    return undefined;
  }

  ended(startedBy: string, descent: Descent): void {
    for (const key of keysOf(descent)) {
      const children = this.#places.get(key);
      children?.delete(startedBy);
      if (children?.size === 0) this.#places.delete(key);
    }
  }

  #hasPlace(startedBy: string, descent: Descent): boolean {
    const { awaited, family, perLevel } = this.#size;
    const more = perLevel * descent.depth;
    const [ofRoot = '', ofTop] = keysOf(descent);
    if (this.#places.get(ofRoot)?.has(startedBy)) return true;
    if (ofTop === undefined) return this.#count(ofRoot) < family + more;
    return this.#count(ofTop) < awaited + more && this.#count(ofRoot) < 2 * family + more;
  }

  /** All that run may be asking. */
  #againIn(descent: Descent): number {
    const [ofRoot = ''] = keysOf(descent);
    return Math.max(AGAIN_SECONDS, Math.ceil(this.#count(ofRoot) / ASKED_IN_A_SECOND));
  }

  #count(key: string): number {
    return this.#places.get(key)?.size ?? 0;
  }
}

/** The family, and those that one execution waits for. */
function keysOf({ root, awaitedBy }: Descent): readonly string[] {
  const family = `family ${nameOf(root)}`;
  return awaitedBy === undefined ? [family] : [family, `awaited ${nameOf(awaitedBy)}`];
}

function nameOf({ flowId, name }: ExecutionId): string {
  return `${flowId}/${name}`;
}
