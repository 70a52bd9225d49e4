import type { JsonValue } from '../../common/json.ts';
import type { StepType } from '../../flow/flow.ts';
import { PATTERNS } from '../../targets/target-kind.ts';
import type { FLOW_RULES } from '../read/definition.ts';
import type { MAPPING_RULES } from '../read/mappings.ts';
import { type CATCH_RULES, RETRY_DEFAULTS, type RETRY_RULES } from '../read/policies.ts';
import type { ONLY_DISTRIBUTED, STEP_ATTRIBUTES } from '../read/step-attributes.ts';
import type { DEFAULT_RULES, OPTION_RULES } from '../read/steps/choice.ts';
import { BATCH_DEFAULTS, type DISTRIBUTED_RULES } from '../read/steps/distributed.ts';
import type { ITERATION_RULES } from '../read/steps/foreach.ts';
import type { ITEM_READER_RULES, RESULT_WRITER_RULES } from '../read/steps/objects.ts';
import type { BRANCH_RULES } from '../read/steps/parallel.ts';

/** An attribute, as editors and the JSON Schema explain it. */
export interface AttributeHelp {
  readonly says: string;
  /** Section of docs/reference/language.md that holds the rule. */
  readonly section: string;
  /** The value of an attribute that is left out, where it is a constant. */
  readonly default?: JsonValue;
  /** A value as an author writes it. */
  readonly example?: string;
}

type HelpOf<Rules extends { readonly allowed: readonly string[] }> = Readonly<
  Record<Rules['allowed'][number], AttributeHelp>
>;

/** The attributes of steps of every type. */
type Common = (typeof STEP_ATTRIBUTES)['pass'][number];

/** Help for those that only steps of one type have. */
type OwnHelp<Type extends StepType> = Readonly<
  Record<Exclude<(typeof STEP_ATTRIBUTES)[Type][number], Common>, AttributeHelp>
>;

const ERRORS: AttributeHelp = {
  says: 'Names of errors; FnF.ALL is any.',
  section: '6',
  example: '[FC.ResourceThrottled, FnF.TaskTimeout]',
};

const GOTO: AttributeHelp = {
  says: 'The name of a step of the same list, at which the flow goes on.',
  section: '3.1',
};

/** The attributes of a flow. */
export const FLOW_HELP: HelpOf<typeof FLOW_RULES> = {
  version: { says: 'The version of the language.', section: '1.2' },
  type: { says: 'What the definition defines: always a flow.', section: '1.2' },
  name: { says: "The flow's name, where the definition is a file.", section: '1.2' },
  timeoutSeconds: {
    says: 'Seconds after which an execution ends as TimedOut.',
    section: '1.2',
    example: '3600',
  },
  inputMappings: { says: "What the first step finds of the execution's input.", section: '2.4' },
  outputMappings: { says: 'What becomes the output of the execution.', section: '2.4' },
  steps: { says: 'The steps, which run in order.', section: '3.1' },
};

/** The attributes of steps of every type; `succeed` and `fail` have no `end`. */
export const COMMON_HELP: Readonly<Record<Common, AttributeHelp>> = {
  type: { says: 'What the step does.', section: '1.3' },
  name: { says: 'The name, unique in its list.', section: '1.4' },
  inputMappings: {
    says: "The step's input; without them it is the input of the list, with the list's local laid over it.",
    section: '2.2',
  },
  outputMappings: { says: 'What of the result the next steps find in $local.', section: '2.3' },
  end: { says: 'True when the list ends with this step.', section: '3.1', default: false },
};

/** The attributes by which a step that waits for something deals with failures. */
const FAILURES: Readonly<Record<(typeof ONLY_DISTRIBUTED)[number], AttributeHelp>> = {
  timeoutSeconds: {
    says: 'Seconds after which an attempt fails with FnF.TaskTimeout.',
    section: '3.2',
    example: '60',
  },
  retry: {
    says: 'Policies by which a failed attempt is repeated; the first that fits counts.',
    section: '6.3',
  },
  catch: { says: 'Steps at which the flow goes on after a failure.', section: '6.4' },
  errorMappings: { says: 'What of a failure the next steps find in $local.', section: '6.5' },
};

/** The attributes that only steps of one type have. */
export const STEP_HELP: { readonly [Type in StepType]: OwnHelp<Type> } = {
  task: {
    resourceArn: {
      says: 'What the task calls.',
      section: '4',
      example: 'acs:fc:::services/shop/functions/pack',
    },
    action: {
      says: 'What the task does, in the form of the editor of the original.',
      section: '4.6',
      example: 'fnf:StartExecution',
    },
    pattern: { says: 'How the task waits for what it calls.', section: '4.1', default: PATTERNS[0] },
    serviceParams: { says: 'Parameters of the call; texts that begin with $ are paths.', section: '4' },
    ...FAILURES,
    heartbeatSeconds: {
      says: 'Most seconds between heartbeats of a worker that waits to report; an attempt that misses one fails with FnF.HeartbeatTimeout.',
      section: '3.2',
      example: '60',
    },
  },
  pass: {},
  wait: {
    duration: { says: 'Whole seconds, or a path to them.', section: '3.4', example: '30' },
    timestamp: {
      says: 'An RFC 3339 time, or a path to one.',
      section: '3.4',
      example: '2030-01-31T08:00:00Z',
    },
  },
  succeed: {},
  fail: {
    error: {
      says: "The error's name, or a path to it.",
      section: '3.6',
      default: 'FnF.Fail',
      example: 'OutOfStock',
    },
    cause: { says: 'What has happened, or a path to it.', section: '3.6', default: '' },
  },
  choice: {
    choices: { says: 'The options, tried in order.', section: '3.7' },
    default: { says: 'What is taken when no condition is true.', section: '3.7' },
  },
  parallel: { branches: { says: 'The branches.', section: '3.8' } },
  foreach: {
    iterationMapping: { says: 'What is iterated over.', section: '3.9' },
    steps: { says: 'The steps of an iteration.', section: '3.9' },
    distributed: {
      says: 'Runs the iterations in child executions, batch by batch; the step is then a task to the steps around it.',
      section: '3.10',
      example: '{ batchSize: 100 }',
    },
    ...FAILURES,
  },
};

/** The step types. */
export const STEP_TYPE_HELP: Readonly<Record<StepType, AttributeHelp>> = {
  task: { says: 'Calls a function, a queue, a topic or a flow.', section: '3.2' },
  pass: { says: 'Changes data, and calls nothing.', section: '3.3' },
  wait: { says: 'Waits.', section: '3.4' },
  succeed: {
    says: 'Ends its list; the flow has succeeded when it is the own list of the flow.',
    section: '3.5',
  },
  fail: { says: 'Ends the execution as failed.', section: '3.6' },
  choice: { says: 'Takes the first option whose condition is true.', section: '3.7' },
  parallel: { says: 'Runs branches side by side.', section: '3.8' },
  foreach: { says: 'Runs steps for each element of a list, side by side.', section: '3.9' },
};

/** The attributes of the default of a choice. */
export const DEFAULT_HELP: HelpOf<typeof DEFAULT_RULES> = {
  steps: { says: 'Steps that run when the option is taken.', section: '3.7' },
  goto: GOTO,
};

/** The attributes of an option of a choice. */
export const OPTION_HELP: HelpOf<typeof OPTION_RULES> = {
  condition: {
    says: "A condition over the step's input, such as $.total > 100.",
    section: '5.3',
    example: '$.total > 100',
  },
  ...DEFAULT_HELP,
};

/** The attributes of a branch. */
export const BRANCH_HELP: HelpOf<typeof BRANCH_RULES> = {
  steps: { says: "The branch's steps.", section: '3.8' },
};

/** The attributes of an iterationMapping. */
export const ITERATION_HELP: HelpOf<typeof ITERATION_RULES> = {
  collection: {
    says: "The list in the step's input, where no itemReader reads the items.",
    section: '3.9',
    example: '$.items',
  },
  item: { says: 'The key under which an iteration finds its element.', section: '3.9', example: 'item' },
  index: { says: 'The key under which an iteration finds its place, from 0.', section: '3.9' },
};

/** The attributes of `distributed`. */
export const DISTRIBUTED_HELP: HelpOf<typeof DISTRIBUTED_RULES> = {
  batchSize: {
    says: 'Items that one child execution runs.',
    section: '3.10',
    default: BATCH_DEFAULTS.batchSize,
    example: '100',
  },
  maxConcurrency: {
    says: 'Child executions at a time.',
    section: '3.10',
    default: BATCH_DEFAULTS.maxConcurrency,
  },
  toleratedFailedCount: { says: 'Items that may fail.', section: '3.10', example: '5' },
  toleratedFailedPercentage: {
    says: 'Items that may fail, in percent of all.',
    section: '3.10',
    example: '0.5',
  },
  itemReader: {
    says: 'Takes the items from an object, or the objects of a bucket as the items.',
    section: '3.11',
    example: '{ inputType: csv, bucket: orders, key: $.key }',
  },
  resultWriter: {
    says: 'Writes the results into objects, and leaves them out of the result of the step.',
    section: '3.12',
    example: '{ bucket: orders, prefix: results }',
  },
};

/** The attributes of an itemReader. */
export const ITEM_READER_HELP: HelpOf<typeof ITEM_READER_RULES> = {
  inputType: {
    says: 'json for an array, jsonl for a value on each line, csv for rows below a header, list for the objects themselves.',
    section: '3.11',
    example: 'csv',
  },
  bucket: { says: 'The bucket, or a path to its name.', section: '3.11', example: 'orders' },
  key: { says: 'The key of the object that holds the items, or a path to it.', section: '3.11' },
  prefix: {
    says: 'Of inputType: list, what the keys begin with, or a path to it.',
    section: '3.11',
    default: '',
  },
  maxItems: { says: 'Items after which no more are read.', section: '3.11', example: '1000' },
};

/** The attributes of a resultWriter. */
export const RESULT_WRITER_HELP: HelpOf<typeof RESULT_WRITER_RULES> = {
  bucket: { says: 'The bucket, or a path to its name.', section: '3.12', example: 'orders' },
  prefix: { says: 'What the keys of the results begin with, or a path to it.', section: '3.12', default: '' },
};

/** The attributes of a mapping. */
export const MAPPING_HELP: HelpOf<typeof MAPPING_RULES> = {
  target: { says: 'The key that is set.', section: '2.4' },
  source: {
    says: 'A constant, or a path that begins with $input, $local or $context.',
    section: '2.4',
    default: null,
  },
};

/** The attributes of a retry policy. */
export const RETRY_HELP: HelpOf<typeof RETRY_RULES> = {
  errors: ERRORS,
  intervalSeconds: {
    says: 'Seconds before the first repetition.',
    section: '6.3',
    default: RETRY_DEFAULTS.intervalSeconds,
  },
  maxIntervalSeconds: {
    says: 'Most seconds before any repetition.',
    section: '6.3',
    default: RETRY_DEFAULTS.maxIntervalSeconds,
  },
  maxAttempts: { says: 'Repetitions at most.', section: '6.3', default: RETRY_DEFAULTS.maxAttempts },
  multiplier: {
    says: 'By what the interval grows each time.',
    section: '6.3',
    default: RETRY_DEFAULTS.multiplier,
  },
};

/** The attributes of a catch policy. */
export const CATCH_HELP: HelpOf<typeof CATCH_RULES> = { errors: ERRORS, goto: GOTO };
