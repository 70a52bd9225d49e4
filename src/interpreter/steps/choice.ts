import { evaluateCondition } from '../../expressions/evaluate-condition.ts';
import { ReadBudget } from '../../expressions/read-budget.ts';
import type { ChoiceOption, ChoiceStep } from '../../flow/flow.ts';
import { invalidInput, type StepHandler } from '../step-handler.ts';

/** A choice step runs the steps of the first option whose condition holds, else of its default, else nothing. */
export const choice: StepHandler<ChoiceStep> = {
  start: (step, { input, id, numbers }) => {
    const budget = new ReadBudget();
    const match = step.choices.findIndex(({ condition }) =>
      evaluateCondition(condition, input, { budget, numbers }),
    );
    if (budget.isSpent) return invalidInput('its conditions compare too much data: 4 MiB are read at most');
    const index = match < 0 ? step.choices.length : match;
    const option = optionAt(step, index);
    const goto = option?.goto !== undefined ? { goto: option.goto } : {};
    if (option?.steps === undefined) return { phase: { kind: 'finished', local: {}, ...goto } };
    return { phase: { kind: 'choosing', frame: id, option: index, ...goto }, opens: true };
  },
};

/** An option by its position, the default behind the last one; undefined when there is no default. */
export function optionAt(step: ChoiceStep, index: number): ChoiceOption | undefined {
  return index === step.choices.length ? step.default : step.choices[index];
}
