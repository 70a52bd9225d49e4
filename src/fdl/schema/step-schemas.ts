import { STEP_NAME } from '../../common/name.ts';
import type { StepType } from '../../flow/flow.ts';
import { MAX_WAIT_SECONDS } from '../../limits.ts';
import {
  type AttributeHelp,
  BRANCH_HELP,
  COMMON_HELP,
  DEFAULT_HELP,
  DISTRIBUTED_HELP,
  ITEM_READER_HELP,
  ITERATION_HELP,
  OPTION_HELP,
  RESULT_WRITER_HELP,
  STEP_HELP,
  STEP_TYPE_HELP,
} from '../help/attribute-help.ts';
import { ONLY_DISTRIBUTED, type STEP_ATTRIBUTES, STEP_TYPES, stepRules } from '../read/step-attributes.ts';
import { DEFAULT_RULES, OPTION_RULES } from '../read/steps/choice.ts';
import {
  BATCH_SIZE,
  DISTRIBUTED_RULES,
  MAX_CONCURRENCY,
  TOLERATED_COUNT,
  TOLERATED_PERCENTAGE,
} from '../read/steps/distributed.ts';
import { ITERATION_RULES } from '../read/steps/foreach.ts';
import { INPUT_TYPES, ITEM_READER_RULES, MAX_ITEMS, RESULT_WRITER_RULES } from '../read/steps/objects.ts';
import { BRANCH_RULES } from '../read/steps/parallel.ts';
import {
  definition,
  explained,
  type JsonSchema,
  list,
  number,
  object,
  PATH,
  TEXT,
  wholeNumber,
  wholeNumberOrPath,
  word,
} from './json-schema.ts';
import { FAILURE_SCHEMAS, taskSchema } from './task-schema.ts';

/** The schemas of steps, one definition for each type and one for any of them. */
export function stepSchemas(): Readonly<Record<string, JsonSchema>> {
  return {
    step: {
      type: 'object',
      properties: { type: explained(COMMON_HELP.type, word(STEP_TYPES)) },
      required: ['type', 'name'],
      allOf: STEP_TYPES.map((type) => ({
        if: { properties: { type: { const: type } }, required: ['type'] },
        // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
        then: definition(`${type}Step`),
      })),
    },
    ...Object.fromEntries(Object.entries(STEPS).map(([type, schema]) => [`${type}Step`, schema])),
  };
}

const MAPPINGS = definition('mappings');
const INNER = definition('steps');

const COMMON = {
  name: {
    type: 'string',
    pattern: `^${STEP_NAME}$`,
  },
  inputMappings: MAPPINGS,
  outputMappings: MAPPINGS,
  end: { type: 'boolean' },
};

function step<const Type extends StepType>(
  type: Type,
  schemas: Readonly<
    Record<Exclude<(typeof STEP_ATTRIBUTES)[Type][number], keyof typeof COMMON | 'type'>, JsonSchema>
  >,
  required: readonly (keyof NoInfer<typeof schemas>)[] = [],
): JsonSchema {
  const known: Readonly<Record<string, JsonSchema>> = { ...COMMON, type: { const: type }, ...schemas };
  const names = ['type', 'name', ...required.map(String)];
  const help: Readonly<Record<string, AttributeHelp>> = { ...COMMON_HELP, ...STEP_HELP[type] };
  const rules: { readonly allowed: readonly string[] } = stepRules(type);
  return explained(STEP_TYPE_HELP[type], object(rules, help, known, names));
}

const CONSEQUENCE = {
  steps: INNER,
  goto: TEXT,
};

const OPTION = object(
  OPTION_RULES,
  OPTION_HELP,
  {
    condition: {
      type: ['string', 'number', 'boolean'],
    },
    ...CONSEQUENCE,
  },
  ['condition'],
);

const ITERATION = object(
  ITERATION_RULES,
  ITERATION_HELP,
  {
    collection: PATH,
    item: TEXT,
    index: TEXT,
  },
  ['item'],
);

const ITEM_READER: JsonSchema = {
  ...object(
    ITEM_READER_RULES,
    ITEM_READER_HELP,
    {
      inputType: word(INPUT_TYPES),
      bucket: TEXT,
      key: TEXT,
      prefix: TEXT,
      maxItems: wholeNumber(MAX_ITEMS),
    },
    ['inputType', 'bucket'],
  ),
  if: { properties: { inputType: { const: 'list' } } },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: { not: { required: ['key'] } },
  else: { required: ['key'], not: { required: ['prefix'] } },
};

const DISTRIBUTED = object(
  DISTRIBUTED_RULES,
  DISTRIBUTED_HELP,
  {
    batchSize: wholeNumber(BATCH_SIZE),
    maxConcurrency: wholeNumber(MAX_CONCURRENCY),
    toleratedFailedCount: wholeNumber(TOLERATED_COUNT),
    toleratedFailedPercentage: number(TOLERATED_PERCENTAGE),
    itemReader: ITEM_READER,
    resultWriter: object(RESULT_WRITER_RULES, RESULT_WRITER_HELP, { bucket: TEXT, prefix: TEXT }, ['bucket']),
  },
  [],
);

const TIME: JsonSchema = {
  anyOf: [{ type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}' }, PATH],
};

function having(attribute: string): JsonSchema {
  return { type: 'object', required: [attribute] };
}

const STEPS: Readonly<Record<StepType, JsonSchema>> = {
  task: taskSchema((schemas) => step('task', schemas)),
  pass: step('pass', {}),
  wait: {
    ...step('wait', {
      duration: wholeNumberOrPath({ lowest: 0, highest: MAX_WAIT_SECONDS }),
      timestamp: TIME,
    }),
    oneOf: [{ required: ['duration'] }, { required: ['timestamp'] }],
  },
  succeed: step('succeed', {}),
  fail: step('fail', {
    error: TEXT,
    cause: TEXT,
  }),
  choice: {
    ...step('choice', {
      choices: list(OPTION),
      default: object(DEFAULT_RULES, DEFAULT_HELP, CONSEQUENCE, []),
    }),
    anyOf: [{ required: ['default'] }, { required: ['choices'], properties: { choices: { minItems: 1 } } }],
  },
  parallel: step(
    'parallel',
    {
      branches: list(object(BRANCH_RULES, BRANCH_HELP, { steps: INNER }, ['steps']), 1),
    },
    ['branches'],
  ),
  foreach: {
    ...step(
      'foreach',
      { iterationMapping: ITERATION, steps: INNER, distributed: DISTRIBUTED, ...FAILURE_SCHEMAS },
      ['iterationMapping', 'steps'],
    ),
    dependencies: Object.fromEntries(ONLY_DISTRIBUTED.map((name) => [name, ['distributed']])),
    // The items come from a reader or from a collection.
    if: { required: ['distributed'], properties: { distributed: having('itemReader') } },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: { properties: { iterationMapping: { not: having('collection') } } },
    else: { properties: { iterationMapping: having('collection') } },
  },
};
