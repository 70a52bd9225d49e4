import { NAME } from '../../common/name.ts';
import { unreachable } from '../../common/unreachable.ts';
import type { ParamRule } from '../../targets/param-rule.ts';
import { type Form, PATTERNS, type TargetKind } from '../../targets/target-kind.ts';
import { TARGET_KINDS } from '../../targets/targets.ts';
import { CATCH_RULES, INTERVAL_SECONDS, RETRY_DEFAULTS, RETRY_RULES } from '../read/policies.ts';
import type { STEP_ATTRIBUTES } from '../read/step-attributes.ts';
import { TIMEOUT_SECONDS } from '../read/values.ts';
import {
  definition,
  described,
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

type OfTasks = Exclude<(typeof STEP_ATTRIBUTES)['task'][number], (typeof STEP_ATTRIBUTES)['pass'][number]>;

/** The schema of a task step: its own attributes, and what each kind of target takes. `step` adds what all steps have. */
export function taskSchema(
  goto: JsonSchema,
  step: (schemas: Readonly<Record<OfTasks, JsonSchema>>) => JsonSchema,
): JsonSchema {
  const kinds: readonly Kind[] = Object.values(TARGET_KINDS);
  return {
    ...step({
      resourceArn: described('What the task calls.', textOf(kinds, 'resourceArn')),
      action: described(
        'What the task does, in the form of the editor of the original.',
        textOf(kinds, 'action'),
      ),
      pattern: described('How the task waits for what it calls.', {
        ...word(PATTERNS),
        default: PATTERNS[0],
      }),
      serviceParams: described('Parameters of the call; texts that begin with $ are paths.', {
        type: 'object',
      }),
      timeoutSeconds: described(
        'Seconds after which an attempt fails with FnF.TaskTimeout.',
        wholeNumber(TIMEOUT_SECONDS),
      ),
      retry: described(
        'Policies by which a failed attempt is repeated; the first that fits counts.',
        list(RETRY),
      ),
      catch: described('Steps at which the flow goes on after a failure.', list(catchSchema(goto))),
      errorMappings: described('What of a failure the next steps find in $local.', definition('mappings')),
    }),
    oneOf: [{ required: ['resourceArn'] }, { required: ['action'] }],
    allOf: kinds.map(ofKind),
  };
}

/** The parts of a kind of target that a schema describes. */
interface Kind extends Pick<TargetKind<unknown, unknown>, 'attribute' | 'patterns' | 'params'> {
  readonly forms: readonly Pick<Form<unknown>, 'shape' | 'pattern'>[];
}

const ERRORS = described('Names of errors; FnF.ALL is any.', list(TEXT, 1));

const RETRY = object(
  RETRY_RULES,
  {
    errors: ERRORS,
    intervalSeconds: withDefault(
      'intervalSeconds',
      'Seconds before the first repetition.',
      wholeNumber(INTERVAL_SECONDS),
    ),
    maxIntervalSeconds: withDefault(
      'maxIntervalSeconds',
      'Most seconds before any repetition.',
      wholeNumber(INTERVAL_SECONDS),
    ),
    maxAttempts: withDefault('maxAttempts', 'Repetitions at most.', wholeNumber({ lowest: 0 })),
    multiplier: withDefault('multiplier', 'By what the interval grows each time.', number({ lowest: 1 })),
  },
  ['errors'],
);

function withDefault(name: keyof typeof RETRY_DEFAULTS, description: string, schema: JsonSchema): JsonSchema {
  return described(description, { ...schema, default: RETRY_DEFAULTS[name] });
}

function catchSchema(goto: JsonSchema): JsonSchema {
  return object(CATCH_RULES, { errors: ERRORS, goto }, ['errors', 'goto']);
}

/** The texts that name a target of any kind. */
function textOf(kinds: readonly Kind[], attribute: Kind['attribute']): JsonSchema {
  const forms = kinds.filter((kind) => kind.attribute === attribute).flatMap((kind) => kind.forms);
  return {
    type: 'string',
    anyOf: forms.map(({ shape, pattern }) => ({ description: shape, pattern: sourceOf(pattern) })),
  };
}

/** The rules for pattern and parameters when the target is of one kind. */
function ofKind({ attribute, forms, patterns, params }: Kind): JsonSchema {
  const required = Object.keys(params).filter((name) => params[name]?.isRequired);
  const names = { anyOf: forms.map(({ pattern }) => ({ pattern: sourceOf(pattern) })) };
  return {
    if: { properties: { [attribute]: { type: 'string', ...names } }, required: [attribute] },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: {
      properties: {
        pattern: word(patterns),
        serviceParams: {
          properties: Object.fromEntries(
            Object.entries(params).map(([name, rule]) => [name, paramSchema(rule)]),
          ),
          required,
          additionalProperties: false,
        },
      },
      ...(required.length > 0 && { required: ['serviceParams'] }),
    },
  };
}

/** The schema of a service parameter: a constant by its rule, or a path. */
export function paramSchema(rule: ParamRule): JsonSchema {
  switch (rule.takes) {
    case 'anything':
      return {};
    case 'text':
      return TEXT;
    case 'name':
      return { anyOf: [{ type: 'string', pattern: `^${NAME}$` }, PATH] };
    case 'objectOrText':
      return { type: ['object', 'string'] };
    case 'word':
      return { anyOf: [word(rule.words), PATH] };
    case 'wholeNumber':
      return wholeNumberOrPath(rule);
    default:
      return unreachable(rule);
  }
}

/** The source of an expression, without the names of its groups: not every editor knows those. */
function sourceOf(pattern: RegExp): string {
  return pattern.source.replaceAll(/\(\?<\w+>/g, '(?:');
}
