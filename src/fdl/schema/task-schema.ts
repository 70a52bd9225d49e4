import { NAME } from '../../common/name.ts';
import { unreachable } from '../../common/unreachable.ts';
import type { ParamRule } from '../../targets/param-rule.ts';
import { type Form, PATTERNS, type TargetKind } from '../../targets/target-kind.ts';
import { TARGET_KINDS } from '../../targets/targets.ts';
import { type AttributeHelp, CATCH_HELP, RETRY_HELP } from '../help/attribute-help.ts';
import { PARAM_HELP } from '../help/word-help.ts';
import { CATCH_RULES, INTERVAL_SECONDS, RETRY_RULES } from '../read/policies.ts';
import type { ONLY_DISTRIBUTED, STEP_ATTRIBUTES } from '../read/step-attributes.ts';
import { TIMEOUT_SECONDS } from '../read/values.ts';
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

type OfTasks = Exclude<(typeof STEP_ATTRIBUTES)['task'][number], (typeof STEP_ATTRIBUTES)['pass'][number]>;

/** The schema of a task step: its own attributes, and what each kind of target takes. `step` adds what all steps have. */
export function taskSchema(step: (schemas: Readonly<Record<OfTasks, JsonSchema>>) => JsonSchema): JsonSchema {
  const all: readonly Kind[] = Object.values(TARGET_KINDS);
  const kinds = all.filter(({ forms }) => forms.length > 0);
  return {
    ...step({
      resourceArn: textOf(kinds, 'resourceArn'),
      action: textOf(kinds, 'action'),
      pattern: word(PATTERNS),
      serviceParams: {
        type: 'object',
      },
      heartbeatSeconds: wholeNumber(TIMEOUT_SECONDS),
      ...FAILURE_SCHEMAS,
    }),
    oneOf: [{ required: ['resourceArn'] }, { required: ['action'] }],
    allOf: [...kinds.map(ofKind), OF_HEARTBEATS],
  };
}

/** Only a worker that has the token of a task can send heartbeats. */
const OF_HEARTBEATS: JsonSchema = {
  if: { required: ['heartbeatSeconds'] },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: { properties: { pattern: { const: 'waitForCallback' } }, required: ['pattern'] },
};

/** The parts of a kind of target that a schema describes. */
interface Kind extends Pick<TargetKind<unknown, unknown>, 'attribute' | 'patterns' | 'params'> {
  readonly forms: readonly Pick<Form<unknown>, 'shape' | 'pattern'>[];
}

const ERRORS = list(TEXT, 1);

const RETRY = object(
  RETRY_RULES,
  RETRY_HELP,
  {
    errors: ERRORS,
    intervalSeconds: wholeNumber(INTERVAL_SECONDS),
    maxIntervalSeconds: wholeNumber(INTERVAL_SECONDS),
    maxAttempts: wholeNumber({ lowest: 0 }),
    multiplier: number({ lowest: 1 }),
  },
  ['errors'],
);

const CATCH = object(CATCH_RULES, CATCH_HELP, { errors: ERRORS, goto: TEXT }, ['errors', 'goto']);

/** The schemas of what a task does about failures and about time that runs out. */
export const FAILURE_SCHEMAS: Readonly<Record<(typeof ONLY_DISTRIBUTED)[number], JsonSchema>> = {
  timeoutSeconds: wholeNumber(TIMEOUT_SECONDS),
  retry: list(RETRY),
  catch: list(CATCH),
  errorMappings: definition('mappings'),
};

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
            Object.entries(params).map(([name, rule]) => [name, withHelp(name, rule)]),
          ),
          required,
          additionalProperties: false,
        },
      },
      ...(required.length > 0 && { required: ['serviceParams'] }),
    },
  };
}

/** A test holds the table of help to the parameters of all kinds. */
function withHelp(name: string, rule: ParamRule): JsonSchema {
  return explained(PARAM_HELP[name] as AttributeHelp, paramSchema(rule));
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
