/** The health of a server, for supervisors. */
export interface Health {
  /** Why the server cannot do its work now; undefined when it can. */
  problem(): Promise<string | undefined>;
  /** The same of a server that may not have begun: false until flows are loaded and executions taken over. */
  isReady(): boolean;
}

/** The parts on which a server's health depends. */
export interface HealthParts {
  /** Writes something. @throws when nothing can be kept. */
  readonly write: () => Promise<void>;
  /** Why nothing may be started now. */
  readonly admissionProblem: () => string | undefined;
  readonly isReady: () => boolean;
}

/** Probes within this time share one result: frequent requests write no more than once in it. */
const PROBE_MS = 200;
/** A disk that takes longer is no better than none. */
const PATIENCE_MS = 5_000;

/** A server is healthy while data can be written and executions may be started. */
export function createHealth({ write, admissionProblem, isReady }: HealthParts): Health {
  let probe: Promise<string | undefined> | undefined;
  let probedAt = Number.NEGATIVE_INFINITY;
  const probed = (): Promise<string | undefined> => {
    const now = performance.now();
    if (probe === undefined || now - probedAt > PROBE_MS) {
      probedAt = now;
      probe = writeProblem(write);
    }
    return probe;
  };
  return { isReady, problem: async () => admissionProblem() ?? (await probed()) };
}

async function writeProblem(write: () => Promise<void>): Promise<string | undefined> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(
    () => late.resolve(`Nothing was written for ${PATIENCE_MS / 1000} s`),
    PATIENCE_MS,
  );
  try {
    return await Promise.race([write(), late.promise]).then((problem) => problem ?? undefined);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
