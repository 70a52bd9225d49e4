import type { JsonValue } from '../common/json.ts';
import type { Condition } from '../expressions/condition.ts';
import type { Path } from '../expressions/path.ts';
import type { Pattern } from '../targets/target-kind.ts';
import type { TaskTarget } from '../targets/targets.ts';

/** Where a value comes from: fixed in the definition, or read from input, local or context at run time. */
export type Source =
  | { readonly kind: 'constant'; readonly value: JsonValue }
  | { readonly kind: 'reference'; readonly path: Path };

/** One entry of a mapping list: `target` is a literal key. */
export interface Mapping {
  readonly target: string;
  readonly source: Source;
}

/** A checked definition. Immutable, and free of everything that only matters to its text. */
export interface Flow {
  /** The optional name written in the text; the API compares it with the flow's name. */
  readonly name?: string;
  readonly version: 'v1' | 'v1beta1';
  /** Absent when the text sets none: the limit is then `MAX_TIMEOUT_SECONDS`. */
  readonly timeoutSeconds?: number;
  readonly inputMappings?: readonly Mapping[];
  readonly outputMappings?: readonly Mapping[];
  readonly steps: StepList;
}

/** Steps that run one after another. Names are unique within one list. */
export type StepList = readonly Step[];

interface StepBase {
  readonly name: string;
  readonly inputMappings?: readonly Mapping[];
  readonly outputMappings?: readonly Mapping[];
}

interface EndingStep extends StepBase {
  /** True when the siblings that follow are not run. */
  readonly end: boolean;
}

/** When and how often a failed task is tried again. Delay before retry k: min(max, interval × multiplier^(k-1)). */
export interface RetryPolicy {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly maxIntervalSeconds: number;
  /** Retries, not calls: 3 means at most four calls. */
  readonly maxAttempts: number;
  readonly multiplier: number;
}

/** Where to go on when a task failed with one of `errors`. */
export interface CatchPolicy {
  readonly errors: readonly string[];
  readonly goto: string;
}

/** Calls something outside and takes its result as local. */
export interface TaskStep extends EndingStep {
  readonly type: 'task';
  readonly target: TaskTarget;
  readonly pattern: Pattern;
  /** Values by parameter name; references read the mapped step input. */
  readonly serviceParams?: Readonly<Record<string, Source>>;
  readonly errorMappings?: readonly Mapping[];
  /** Limit of each attempt, a callback's or child's whole wait included. */
  readonly timeoutSeconds?: number;
  /** Longest time between two heartbeats of a worker that waits to report; an attempt that misses one fails. */
  readonly heartbeatSeconds?: number;
  readonly retry: readonly RetryPolicy[];
  readonly catch: readonly CatchPolicy[];
  /** Present where a map run takes the place of an outside target: a foreach that is written as distributed. */
  readonly map?: DistributedMap;
}

/** Steps that child executions run over batches of items. */
export interface DistributedMap {
  /** Where the definition has the step; no other step of it has the same place. */
  readonly place: string;
  /** The items in the step's input; absent where a reader gets them from objects. */
  readonly collection?: Path;
  /** Key of an iteration's input that holds the item. */
  readonly item: string;
  /** Key of an iteration's input that holds the position among all items, from 0. */
  readonly index?: string;
  readonly steps: StepList;
  readonly batches: BatchRules;
  readonly itemReader?: ItemReader;
  /** Where the results go; absent where they become the result of the step. */
  readonly resultWriter?: ResultWriter;
}

/** The things that an item reader reads: an array of JSON, JSON Lines or CSV in an object, or the list of the objects themselves. */
export type InputType = 'json' | 'jsonl' | 'csv' | 'list';

/** The object that holds the items, or the objects that are the items. References read the mapped step input. */
export interface ItemReader {
  readonly inputType: InputType;
  readonly bucket: Source;
  /** Absent where objects are listed. */
  readonly key?: Source;
  /** Only where objects are listed: what their keys begin with. */
  readonly prefix?: Source;
  /** Items after which no more are read. */
  readonly maxItems?: number;
}

/** The objects that take the results, one for each batch. References read the mapped step input. */
export interface ResultWriter {
  readonly bucket: Source;
  readonly prefix?: Source;
}

/** How a map run goes through its items. */
export interface BatchRules {
  /** Items that one child execution takes. */
  readonly batchSize: number;
  /** Child executions at a time. */
  readonly maxConcurrency: number;
  /** Items that may fail, at most; without this and the share none may. */
  readonly toleratedFailedCount?: number;
  /** The same as a share of all items, in percent. */
  readonly toleratedFailedPercentage?: number;
}

/** The rules of a map run that a caller may change while it runs; what is left out stays. */
export type ChangedRules = Partial<Omit<BatchRules, 'batchSize'>>;

/** Reshapes data or outputs constants. */
export interface PassStep extends EndingStep {
  readonly type: 'pass';
}

/** Rests for a time or until an instant. */
export interface WaitStep extends EndingStep {
  readonly type: 'wait';
  /** Exactly one of `duration` (seconds) and `timestamp` (RFC 3339) is present. */
  readonly duration?: Source;
  readonly timestamp?: Source;
}

/** Ends its list successfully. */
export interface SucceedStep extends StepBase {
  readonly type: 'succeed';
}

/** Ends its list and fails its parent. */
export interface FailStep extends StepBase {
  readonly type: 'fail';
  readonly error?: Source;
  readonly cause?: Source;
}

/** An option of a choice. When the choice takes it, its `steps` run, then the flow goes on at a sibling of the choice. */
export interface ChoiceOption {
  readonly steps?: StepList;
  readonly goto?: string;
}

/** An option taken when its condition is the first that holds. */
export interface ConditionalOption extends ChoiceOption {
  readonly condition: Condition;
}

/** Takes the first option whose condition holds, else the default, else goes on. */
export interface ChoiceStep extends EndingStep {
  readonly type: 'choice';
  readonly choices: readonly ConditionalOption[];
  readonly default?: ChoiceOption;
}

/** Runs its branches side by side; local is the array of their locals. */
export interface ParallelStep extends EndingStep {
  readonly type: 'parallel';
  readonly branches: readonly { readonly steps: StepList }[];
}

/** Runs its steps once per element of a collection; local is the array of the iterations' locals. */
export interface ForeachStep extends EndingStep {
  readonly type: 'foreach';
  readonly collection: Path;
  /** Key of the iteration's input that holds the element. */
  readonly item: string;
  /** Key of the iteration's input that holds the position, from 0. */
  readonly index?: string;
  readonly steps: StepList;
  /** In a map run: iterations are batches, of which only counts are kept. No definition has it. */
  readonly batches?: BatchRules;
  /** In a map run whose items are in objects: the list that reads on. No definition has it. */
  readonly reading?: StepList;
  /** In a child of a map run: the items are those of one batch. No definition has it. */
  readonly isBatch?: true;
}

/** One unit of a steps list. */
export type Step =
  | TaskStep
  | PassStep
  | WaitStep
  | SucceedStep
  | FailStep
  | ChoiceStep
  | ParallelStep
  | ForeachStep;

/** The eight types of steps. */
export type StepType = Step['type'];
