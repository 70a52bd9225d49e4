import { isStepName, STEP_NAME_RULE } from '../common/name.ts';
import type { Place, YamlScalar } from '../fdl/yaml/node.ts';
import { innerPlace, type LooseStep } from './loose-flow.ts';
import { looseFlowOf } from './outline.ts';
import { gotosOf } from './scope.ts';
import { type Spot, spotAt } from './spot.ts';

/** The places that name one step. */
export interface StepReferences {
  readonly name: string;
  /** The word under the cursor. */
  readonly place: Place;
  /** Where the step has its name; undefined for a goto without its step. */
  readonly declaration: Place | undefined;
  readonly gotos: readonly Place[];
}

/** A part of a text, and what takes its place. */
export interface TextEdit {
  readonly place: Place;
  readonly text: string;
}

/** The step that is named at an offset, by its own name or by a goto; undefined where none is. */
export function stepReferencesAt(text: string, offset: number): StepReferences | undefined {
  const named = namedAt(text, offset);
  return (
    named && {
      name: named.word.text,
      place: innerPlace(named.word),
      declaration: named.declaration && innerPlace(named.declaration),
      gotos: named.gotos.map(innerPlace),
    }
  );
}

/**
 * The edits that give the step at an offset another name, wherever the definition names it.
 *
 * @returns a sentence that says why not: there is no step, the name is none, or another step of the list has it
 */
export function renameStepAt(text: string, offset: number, name: string): readonly TextEdit[] | string {
  const named = namedAt(text, offset);
  if (named?.declaration === undefined)
    return 'Only the name of a step can be changed; put the cursor on one';
  if (!isStepName(name)) return `"${name}" is no name: ${STEP_NAME_RULE}`;
  if (named.siblings.some((step) => step.name !== named.declaration && step.name?.text === name))
    return `Another step of this list is named "${name}" already`;
  return [named.declaration, ...named.gotos]
    .toSorted((one, other) => one.start - other.start)
    .map((scalar) => ({
      place: innerPlace(scalar),
      text: scalar.isPlain && isOtherValue(name) ? `"${name}"` : name,
    }));
}

interface Named {
  readonly word: YamlScalar;
  readonly declaration: YamlScalar | undefined;
  readonly gotos: readonly YamlScalar[];
  readonly siblings: readonly LooseStep[];
}

function namedAt(text: string, offset: number): Named | undefined {
  const flow = looseFlowOf(text);
  const spot = flow && spotAt(flow, offset);
  const word = spot && wordOf(spot);
  if (spot?.step === undefined || word === undefined) return undefined;
  const siblings = spot.step.list.steps;
  const name = word.text;
  const declaration = siblings.find((step) => step.name?.text === name)?.name;
  const gotos = siblings.flatMap(gotosOf).filter((target) => target.text === name);
  return { word, declaration, gotos: distinct(gotos), siblings };
}

/** The word of a spot that names a step. */
function wordOf(spot: Spot): YamlScalar | undefined {
  if (spot.role !== 'value' || spot.expected?.is !== 'value') return undefined;
  const isName = spot.expected.value === 'name' && spot.step?.name === spot.scalar;
  return isName || spot.expected.value === 'goto' ? spot.scalar : undefined;
}

/** An alias stands for one place more than once. */
function distinct(scalars: readonly YamlScalar[]): readonly YamlScalar[] {
  return scalars.filter(({ start }, index) => scalars.findIndex((other) => other.start === start) === index);
}

/** True for a name that YAML reads as something other than a text. */
function isOtherValue(name: string): boolean {
  return /^(?:true|false|null)$/i.test(name);
}
