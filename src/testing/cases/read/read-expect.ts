import type { JsonValue } from '../../../common/json.ts';
import { Attributes } from '../../../fdl/read/attributes.ts';
import { readConstant } from '../../../fdl/read/constant.ts';
import type { Context, Read } from '../../../fdl/read/context.ts';
import { readInteger, readList, readText, readWord } from '../../../fdl/read/values.ts';
import type { Field } from '../../../fdl/yaml/node.ts';
import { END_STATUSES, type Expectation, type ExpectedCalls } from '../test-case.ts';
import { membersOf, readObject } from './objects.ts';
import { readSpan } from './spans.ts';
import type { StepNames } from './step-names.ts';

/** The attributes of what is expected. */
export const EXPECT_RULES = {
  owner: 'what a case expects',
  allowed: ['status', 'error', 'cause', 'path', 'output', 'contains', 'calls', 'lasts'],
};

/** The attributes of the calls that are expected of a task. */
export const CALLS_RULES = { owner: 'the calls of a task', allowed: ['times', 'inputs'] };

const readInputs: Read<readonly JsonValue[]> = readList('the inputs of calls', readConstant);

/** Reads what must come of a case. */
export function readExpect(field: Field, context: Context, names: StepNames): Expectation {
  const attributes = new Attributes(field, context, EXPECT_RULES);
  if (attributes.get('output') !== undefined) attributes.exactlyOne(['output', 'contains']);
  const readStep: Read<string> = (step) => {
    const name = readText(step, context);
    if (name !== '') names.checkStep(name, step, context);
    return name;
  };
  return {
    ...attributes.optional('status', readWord(END_STATUSES)),
    ...attributes.optional('error', readText),
    ...attributes.optional('cause', readText),
    ...attributes.optional('path', readList('names of steps', readStep)),
    ...attributes.optional('output', readObject),
    ...attributes.optional('contains', readObject),
    ...attributes.optional('calls', (calls) => readCalls(calls, context, names)),
    ...attributes.optional('lasts', readSpan),
  };
}

function readCalls(
  field: Field,
  context: Context,
  names: StepNames,
): Readonly<Record<string, ExpectedCalls>> {
  const members = membersOf('calls by tasks', field, context);
  return Object.fromEntries(
    members.map(({ name, key, value }) => {
      names.checkTask(name, key, context);
      const attributes = new Attributes(value, context, CALLS_RULES);
      return [
        name,
        {
          ...attributes.optional('times', readInteger({ lowest: 0 })),
          ...attributes.optional('inputs', readInputs),
        },
      ];
    }),
  );
}
