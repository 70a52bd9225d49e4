/** Limits of a definition; checked when a flow is created or updated. */
export interface DefinitionLimits {
  /** UTF-8 bytes of the definition text. */
  readonly definitionBytes: number;
  /** YAML tokens of the definition text: signs, blanks, line ends, and words twice. A text is read at about a million per second. */
  readonly definitionTokens: number;
  /** Depth of steps lists inside steps lists; the flow's own list is depth 1. */
  readonly nesting: number;
  /** Steps of all lists together. */
  readonly steps: number;
}

/** No limits: for definitions that were accepted when they were stored. */
export const MAX_DEFINITION_LIMITS: DefinitionLimits = {
  definitionBytes: Number.MAX_SAFE_INTEGER,
  definitionTokens: Number.MAX_SAFE_INTEGER,
  nesting: Number.MAX_SAFE_INTEGER,
  steps: Number.MAX_SAFE_INTEGER,
};

/** Limits of one execution; exceeding one is an error with a name of its own. */
export interface ExecutionLimits {
  /** UTF-8 bytes of compact JSON of a step's input, output and local together. */
  readonly stepDataBytes: number;
  /** Whether a step with more fails, which catch policies may cover; it ends the execution otherwise, as in the original. */
  readonly dataFailsStep: boolean;
  /** Events in one execution's history. */
  readonly events: number;
  /** Branches or iterations of one step that run at the same time. */
  readonly concurrency: number;
  /** Executions that start each other, one below the other, the first included. */
  readonly depth: number;
}

/** Limits of one API request. */
export interface RequestLimits {
  /** UTF-8 bytes of a request, headers not counted. */
  readonly requestBytes: number;
}

/** Every limit of the system with its unit in one place. */
export interface Limits extends DefinitionLimits, ExecutionLimits, RequestLimits {}

/** The limits used unless a profile is named (design: wider than the original service). */
export const DEFAULT_LIMITS: Limits = {
  definitionBytes: 256 * 1024,
  definitionTokens: 100_000,
  nesting: 16,
  steps: 1_000,
  stepDataBytes: 6 * 1024 * 1024,
  dataFailsStep: true,
  events: 1_000_000,
  concurrency: 100,
  depth: 64,
  requestBytes: 10 * 1024 * 1024,
};

/** The values of the original service, for flows that rely on hitting them. */
export const FNF_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  stepDataBytes: 32 * 1024,
  dataFailsStep: false,
  events: 5_000,
  requestBytes: 1024 * 1024,
};

/** The default, of the time when that allowed fewer events. */
export const WIDE_LIMITS: Limits = DEFAULT_LIMITS;

/** The profiles a user can name. */
export const LIMIT_PROFILES = { default: DEFAULT_LIMITS, fnf: FNF_LIMITS, wide: WIDE_LIMITS } as const;

/** Name of a limits profile. */
export type LimitProfile = keyof typeof LIMIT_PROFILES;

/**
 * Arrays and objects inside each other in any input, output or local; deeper values exhaust the stack of readers,
 * ours and those of clients.
 */
export const MAX_DATA_DEPTH = 500;

/** Bytes of the payload of a schedule: it lies beside the schedule and in the message of each start. */
export const MAX_PAYLOAD_BYTES = 262_144;

/** Longest life of an execution and largest `timeoutSeconds`, in seconds (one year). */
export const MAX_TIMEOUT_SECONDS = 31_536_000;

/** Longest cause that is kept of a failure, in UTF-16 units; the API allows reports 4,096, stack traces are longer. */
export const MAX_CAUSE_CHARACTERS = 16_384;

/** Longest name that an error keeps, in UTF-16 units: as long as those of reports. */
export const MAX_ERROR_CHARACTERS = 128;

/** Most redrives of one execution. */
export const MAX_REDRIVES = 100;

/** Longest time after its end that an execution can be redriven, in seconds (90 days). */
export const MAX_REDRIVE_SECONDS = 7_776_000;

/** Most forks of one execution. */
export const MAX_FORKS = 100;

/** Longest wait of one wait step, in seconds (two days). */
export const MAX_WAIT_SECONDS = 172_800;

/** Largest retry interval, in seconds (one day). */
export const MAX_RETRY_INTERVAL_SECONDS = 86_400;

/** Most items that one batch of a distributed foreach takes. */
export const MAX_BATCH_SIZE = 10_000;

/** Most batches of one distributed foreach at a time. */
export const MAX_MAP_CONCURRENCY = 1_000;
