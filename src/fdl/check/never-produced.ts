import type { Path } from '../../expressions/path.ts';
import { printPath } from '../../expressions/print-path.ts';
import type { Flow, Mapping, Step, StepList } from '../../flow/flow.ts';
import { innerLists } from '../../flow/inner-lists.ts';
import type { Context } from '../read/context.ts';
import { quote } from '../read/words.ts';
import { localShape } from './local-shape.ts';
import { anything, either, type MayHold, mapped, nothing, only, writtenBy } from './may-hold.ts';
import { contextShape, mayLead, objectOf, type Shape } from './shape.ts';
import { inputPaths } from './step-paths.ts';

/** The shapes that the references of one place read. */
interface Slots {
  readonly input: Shape;
  readonly local: Shape;
  readonly context: Shape;
}

/**
 * Warns of references that nothing can have produced (docs/reference/language.md 2.5).
 *
 * There are no false alarms: a key that some task, some input or some other order of steps might bring counts as there.
 */
export function warnOfMissing(flow: Flow, context: Context): void {
  new Checker(context).checkFlow(flow);
}

class Checker {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  checkFlow({ inputMappings, outputMappings, steps }: Flow): void {
    const context = contextShape(false);
    this.#checkMappings(inputMappings, { input: objectOf(anything), local: objectOf(nothing), context });
    const input = mapped(inputMappings, anything);
    this.#checkList(steps, input, nothing);
    this.#checkMappings(outputMappings, {
      input: objectOf(input),
      local: objectOf(writtenBy(steps)),
      context,
    });
  }

  /** Inside a choice option, lookups fall back to `outer`. */
  #checkList(steps: StepList, input: MayHold, outer: MayHold): void {
    const local = either(writtenBy(steps), outer);
    for (const step of steps) this.#checkStep(step, input, local);
  }

  #checkStep(step: Step, parentInput: MayHold, parentLocal: MayHold): void {
    const context = contextShape(step.type === 'task');
    this.#checkMappings(step.inputMappings, {
      input: objectOf(parentInput),
      local: objectOf(parentLocal),
      context,
    });
    const input = mapped(step.inputMappings, either(parentInput, parentLocal));
    for (const path of inputPaths(step)) this.#check(path, objectOf(input));
    for (const { steps, keys, fallsBack } of innerLists(step)) {
      this.#checkList(steps, either(input, only(keys)), fallsBack ? parentLocal : nothing);
    }
    this.#checkMappings(step.outputMappings, {
      input: objectOf(input),
      local: localShape(step, parentLocal),
      context,
    });
    if (step.type !== 'task') return;
    const error = objectOf(only(['error', 'cause']));
    this.#checkMappings(step.errorMappings, { input: objectOf(input), local: error, context });
  }

  #checkMappings(mappings: readonly Mapping[] | undefined, slots: Slots): void {
    for (const { source } of mappings ?? []) {
      if (source.kind === 'reference') this.#check(source.path, slots[source.path.root]);
    }
  }

  #check(path: Path, shape: Shape): void {
    const field = this.#context.references.get(path);
    if (field === undefined || mayLead(path, shape)) return;
    const text = quote(printPath(path));
    this.#context.refuse(
      'never-produced',
      field,
      `Nothing can have produced ${text} here, so it is always missing`,
    );
  }
}
