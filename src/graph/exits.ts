import { printCondition } from '../expressions/print-condition.ts';
import type { ChoiceOption, ChoiceStep, Step } from '../flow/flow.ts';
import type { EdgeKind } from './graph.ts';

/** Where a way leads: to the next step, to the end of the list, to a step by name, or into an option's container. */
export type Destination =
  | { readonly kind: 'next' | 'end' }
  | { readonly kind: 'step'; readonly name: string }
  | { readonly kind: 'option'; readonly id: string };

/** A way out of a step or of an option's container. */
export interface Exit {
  readonly from: string;
  readonly to: Destination;
  readonly kind: EdgeKind;
  readonly label: string;
}

/** An option of a choice with the condition under which it is taken. */
export interface LabelledOption extends ChoiceOption {
  readonly id: string;
  readonly label: string;
}

/** The options of a choice in the order in which they are looked at, the default last, whether written or not. */
export function optionsOf({ choices, default: otherwise }: ChoiceStep, choiceId: string): LabelledOption[] {
  const conditional = choices.map(({ condition, ...option }, index) => {
    return { ...option, id: `${choiceId}.${index + 1}`, label: printCondition(condition) };
  });
  return [...conditional, { ...otherwise, id: `${choiceId}.otherwise`, label: 'otherwise' }];
}

/** All ways out of a step, its errors and options among them. */
export function exitsOf(step: Step, from: string): readonly Exit[] {
  const on: Destination = { kind: 'end' in step && step.end ? 'end' : 'next' };
  switch (step.type) {
    case 'succeed':
    case 'fail':
      return [];
    case 'choice':
      return optionsOf(step, from).flatMap((option) => optionExits(option, from, on));
    case 'task': {
      const caught = step.catch.map(({ errors, goto }): Exit => {
        return { from, to: { kind: 'step', name: goto }, kind: 'catch', label: errors.join(', ') };
      });
      return [{ from, to: on, kind: 'next', label: '' }, ...caught];
    }
    default:
      return [{ from, to: on, kind: 'next', label: '' }];
  }
}

function optionExits(option: LabelledOption, from: string, on: Destination): readonly Exit[] {
  const { id, label, steps, goto } = option;
  const to: Destination = goto === undefined ? on : { kind: 'step', name: goto };
  if (steps === undefined) return [{ from, to, kind: 'option', label }];
  return [
    { from, to: { kind: 'option', id }, kind: 'option', label },
    { from: id, to, kind: goto === undefined ? 'next' : 'goto', label: '' },
  ];
}
