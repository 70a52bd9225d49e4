import { type Profiler, Session } from 'node:inspector';

/** Notices when an input runs through code in a way that no input before it did. */
export interface Coverage {
  /** True when since the last call a function left out other blocks than ever before. */
  isNew(): boolean;
  /** How many different ways have been seen. */
  readonly size: number;
}

const OBSERVED = /\/src\/|node_modules\/yaml\//;

/** Starts counting the blocks that run in our code and in the YAML package; V8 resets the counts when asked. */
export function observeCoverage(): Coverage {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const seen = new Set<string>();
  return {
    get size() {
      return seen.size;
    },
    isNew() {
      const before = seen.size;
      session.post('Profiler.takePreciseCoverage', (_error, { result }) => {
        for (const script of result) if (OBSERVED.test(script.url)) note(script, seen);
      });
      return seen.size > before;
    },
  };
}

/** V8 names the blocks whose count differs from what is around them: those with none tell what was left out. */
function note({ scriptId, functions }: Profiler.ScriptCoverage, seen: Set<string>): void {
  for (const { ranges } of functions) {
    const [whole, ...inner] = ranges;
    if (whole === undefined || whole.count === 0) continue;
    const leftOut = inner.filter(({ count }) => count === 0).map(({ startOffset }) => startOffset);
    seen.add(`${scriptId}:${whole.startOffset}:${Math.min(3, Math.log2(whole.count) | 0)}:${leftOut}`);
  }
}
