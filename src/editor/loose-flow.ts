import { isStepType } from '../fdl/read/step-attributes.ts';
import type { Place, YamlMap, YamlNode, YamlScalar } from '../fdl/yaml/node.ts';
import type { StepType } from '../flow/flow.ts';

/** A step of a text that may be broken. */
export interface LooseStep {
  readonly node: YamlMap;
  /** Undefined for a type that is not known. */
  readonly type: StepType | undefined;
  /** Where its name stands; undefined without one. */
  readonly name: YamlScalar | undefined;
  readonly list: LooseList;
  readonly index: number;
  readonly lists: readonly LooseList[];
}

/** A list of steps of a text that may be broken. */
export interface LooseList extends Place {
  readonly steps: readonly LooseStep[];
  /** The step that holds the list; undefined for the flow's own list. */
  readonly owner: LooseStep | undefined;
  /** Keys that the owner adds to the input of the list, each with its place. */
  readonly keys: readonly YamlScalar[];
  /** True for the list of an option, whose lookups in local go on around the choice. */
  readonly fallsBack: boolean;
}

/** The flow in a text that may be broken. */
export interface LooseFlow {
  readonly root: YamlMap;
  readonly list: LooseList;
  readonly stepOf: ReadonlyMap<YamlNode, LooseStep>;
  /** Every step, in the order of the text. */
  readonly steps: readonly LooseStep[];
}

/** Reads as much of a flow as there is; undefined when the text holds no object. */
export function readLooseFlow(root: YamlNode): LooseFlow | undefined {
  if (root.kind !== 'map') return undefined;
  const stepOf = new Map<YamlNode, LooseStep>();
  const list = readList(at(root, 'steps'), { owner: undefined, keys: [], fallsBack: false }, stepOf);
  return { root, list, stepOf, steps: [...stepOf.values()] };
}

type Surroundings = Pick<LooseList, 'owner' | 'keys' | 'fallsBack'>;

function readList(
  node: YamlNode | undefined,
  around: Surroundings,
  stepOf: Map<YamlNode, LooseStep>,
): LooseList {
  const steps: LooseStep[] = [];
  const list = { start: node?.start ?? 0, end: node?.end ?? 0, steps, ...around };
  if (node?.kind !== 'list') return list;
  for (const item of node.items) {
    // An alias brings the same node again; its first place counts.
    if (item.kind !== 'map' || stepOf.has(item)) continue;
    const word = at(item, 'type');
    const type = word?.kind === 'scalar' && isStepType(word.value) ? word.value : undefined;
    const lists: LooseList[] = [];
    const step = { node: item, type, name: textAt(item, 'name'), list, index: steps.length, lists };
    steps.push(step);
    stepOf.set(item, step);
    for (const [inner, surroundings] of innerListsOf(step)) lists.push(readList(inner, surroundings, stepOf));
  }
  return list;
}

function innerListsOf(owner: LooseStep): readonly (readonly [YamlNode, Surroundings])[] {
  const { node } = owner;
  const iteration = at(node, 'iterationMapping');
  const keys = ['item', 'index'].flatMap((key) => textAt(iteration, key) ?? []);
  const found: readonly (readonly [YamlNode | undefined, Surroundings])[] = [
    ...itemsOf(at(node, 'choices')).map(option),
    option(at(node, 'default')),
    ...itemsOf(at(node, 'branches')).map(
      (branch) => [at(branch, 'steps'), { owner, keys: [], fallsBack: false }] as const,
    ),
    [at(node, 'steps'), { owner, keys, fallsBack: false }],
  ];
  return found.flatMap(([inner, around]) => (inner === undefined ? [] : [[inner, around] as const]));

  function option(chosen: YamlNode | undefined): readonly [YamlNode | undefined, Surroundings] {
    return [at(chosen, 'steps'), { owner, keys: [], fallsBack: true }];
  }
}

/** The value of an attribute. */
export function at(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The text of an attribute, with its place. */
export function textAt(node: YamlNode | undefined, key: string): YamlScalar | undefined {
  const value = at(node, key);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value : undefined;
}

/** The elements of a list; none of anything else. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The place of what a scalar says, without its quotes. */
export function innerPlace(scalar: YamlScalar): Place {
  const isQuoted = !scalar.isPlain && scalar.end - scalar.start >= 2;
  return isQuoted
    ? { start: scalar.start + 1, end: scalar.end - 1 }
    : { start: scalar.start, end: scalar.end };
}
