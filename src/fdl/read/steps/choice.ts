import type { ChoiceOption, ConditionalOption } from '../../../flow/flow.ts';
import { Attributes } from '../attributes.ts';
import type { Read } from '../context.ts';
import { readCondition } from '../expression.ts';
import { type ReadStep, readEnding, type StepScope } from '../step-scope.ts';
import { readFilledList, readList } from '../values.ts';

/** Reads a choice step; without a default it must have choices. */
export const readChoice: ReadStep = (name, attributes, scope) => {
  const readOption = optionReader(scope);
  const common = readEnding(name, attributes);
  if (attributes.get('default') === undefined) {
    return {
      type: 'choice',
      ...common,
      choices: attributes.required('choices', readFilledList('choices', readOption), []),
    };
  }
  return {
    type: 'choice',
    ...common,
    choices: attributes.optionalOr('choices', readList('choices', readOption), []),
    ...attributes.optional('default', defaultReader(scope)),
  };
};

/** The attributes of an option of a choice. */
export const OPTION_RULES = { owner: 'a choice option', allowed: ['condition', 'steps', 'goto'] } as const;
const NEVER: ConditionalOption['condition'] = { kind: 'literal', value: false };

function optionReader(scope: StepScope): Read<ConditionalOption> {
  return (field, context) => {
    const attributes = new Attributes(field, context, OPTION_RULES);
    const condition = attributes.required('condition', readCondition, NEVER);
    return { condition, ...readConsequence(attributes, scope) };
  };
}

/** The attributes of the default of a choice. */
export const DEFAULT_RULES = { owner: 'the default of a choice', allowed: ['steps', 'goto'] } as const;

function defaultReader(scope: StepScope): Read<ChoiceOption> {
  return (field, context) => readConsequence(new Attributes(field, context, DEFAULT_RULES), scope);
}

function readConsequence(attributes: Attributes, { readSteps, readGoto }: StepScope): ChoiceOption {
  return { ...attributes.optional('steps', readSteps), ...attributes.optional('goto', readGoto) };
}
