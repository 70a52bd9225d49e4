import { STEP_NAME } from '../../common/name.ts';
import type { StepType } from '../../flow/flow.ts';
import { MAX_WAIT_SECONDS } from '../../limits.ts';
import { type STEP_ATTRIBUTES, STEP_TYPES, stepRules } from '../read/step-attributes.ts';
import { DEFAULT_RULES, OPTION_RULES } from '../read/steps/choice.ts';
import { ITERATION_RULES } from '../read/steps/foreach.ts';
import { BRANCH_RULES } from '../read/steps/parallel.ts';
import {
  definition,
  described,
  type JsonSchema,
  list,
  object,
  PATH,
  TEXT,
  wholeNumberOrPath,
  word,
} from './json-schema.ts';
import { taskSchema } from './task-schema.ts';

/** The schemas of steps, one definition for each type and one for any of them. */
export function stepSchemas(): Readonly<Record<string, JsonSchema>> {
  return {
    step: {
      type: 'object',
      properties: { type: described('What the step does.', word(STEP_TYPES)) },
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
const GOTO = described('The name of a step of the same list, at which the flow goes on.', TEXT);

const COMMON = {
  name: described('The name, unique in its list.', {
    type: 'string',
    pattern: `^${STEP_NAME}$`,
  }),
  inputMappings: described("The step's input; without them it is the input of the list.", MAPPINGS),
  outputMappings: described('What of the result the next steps find in $local.', MAPPINGS),
  end: described('True when the list ends with this step.', { type: 'boolean' }),
};

function step<const Type extends StepType>(
  type: Type,
  description: string,
  schemas: Readonly<
    Record<Exclude<(typeof STEP_ATTRIBUTES)[Type][number], keyof typeof COMMON | 'type'>, JsonSchema>
  >,
  required: readonly (keyof NoInfer<typeof schemas>)[] = [],
): JsonSchema {
  const known: Readonly<Record<string, JsonSchema>> = { ...COMMON, type: { const: type }, ...schemas };
  const names = ['type', 'name', ...required.map(String)];
  return described(description, object(stepRules(type), known, names));
}

const CONSEQUENCE = {
  steps: described('Steps that run when the option is taken.', INNER),
  goto: GOTO,
};

const OPTION = object(
  OPTION_RULES,
  {
    condition: described("A condition over the step's input, such as $.total > 100.", {
      type: ['string', 'number', 'boolean'],
    }),
    ...CONSEQUENCE,
  },
  ['condition'],
);

const ITERATION = object(
  ITERATION_RULES,
  {
    collection: described("The list in the step's input: $.items.", PATH),
    item: described('The key under which an iteration finds its element.', TEXT),
    index: described('The key under which an iteration finds its place, from 0.', TEXT),
  },
  ['collection', 'item'],
);

const TIME: JsonSchema = {
  anyOf: [{ type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}' }, PATH],
};

const STEPS: Readonly<Record<StepType, JsonSchema>> = {
  task: taskSchema(GOTO, (schemas) => step('task', 'Calls a function, a queue, a topic or a flow.', schemas)),
  pass: step('pass', 'Changes data, and calls nothing.', {}),
  wait: {
    ...step('wait', 'Waits.', {
      duration: described(
        'Whole seconds, or a path to them.',
        wholeNumberOrPath({ lowest: 0, highest: MAX_WAIT_SECONDS }),
      ),
      timestamp: described('An RFC 3339 time, or a path to one.', TIME),
    }),
    oneOf: [{ required: ['duration'] }, { required: ['timestamp'] }],
  },
  succeed: step('succeed', 'Ends its list; the flow has succeeded when it is the own list of the flow.', {}),
  fail: step('fail', 'Ends the execution as failed.', {
    error: described("The error's name, or a path to it.", TEXT),
    cause: described('What has happened, or a path to it.', TEXT),
  }),
  choice: {
    ...step('choice', 'Takes the first option whose condition is true.', {
      choices: described('The options, tried in order.', list(OPTION)),
      default: described('What is taken when no condition is true.', object(DEFAULT_RULES, CONSEQUENCE, [])),
    }),
    anyOf: [{ required: ['default'] }, { required: ['choices'], properties: { choices: { minItems: 1 } } }],
  },
  parallel: step(
    'parallel',
    'Runs branches side by side.',
    {
      branches: described(
        'The branches.',
        list(object(BRANCH_RULES, { steps: described("The branch's steps.", INNER) }, ['steps']), 1),
      ),
    },
    ['branches'],
  ),
  foreach: step(
    'foreach',
    'Runs steps for each element of a list, side by side.',
    {
      iterationMapping: described('What is iterated over.', ITERATION),
      steps: described('The steps of an iteration.', INNER),
    },
    ['iterationMapping', 'steps'],
  ),
};
