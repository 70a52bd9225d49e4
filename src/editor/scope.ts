import { parsePath } from '../expressions/parse-path.ts';
import type { Path, Segment } from '../expressions/path.ts';
import type { Parsed } from '../expressions/problem.ts';
import { CONTEXT_HELP } from '../fdl/help/word-help.ts';
import type { YamlMap, YamlNode } from '../fdl/yaml/node.ts';
import { at, itemsOf, type LooseFlow, type LooseList, type LooseStep, textAt } from './loose-flow.ts';
import { laidOver, listOf, type Member, memberOf, objectOf, type Shape, UNKNOWN } from './shape.ts';
import type { MappingsKind } from './spot.ts';

/** The data that paths of one place read (docs/reference/language.md 2.4). */
export interface Scope {
  readonly input: Shape;
  readonly local: Shape;
  readonly context: Shape;
}

/** References that lead to references are followed so far. */
const MAX_FOLLOWED = 32;

/** The data at a place: in mappings, or (without) in what a step reads of its own input. */
export function scopeAt(
  flow: LooseFlow,
  step: LooseStep | undefined,
  mappings: MappingsKind | undefined,
  budget = MAX_FOLLOWED,
): Scope {
  const context = contextOf(step);
  if (step === undefined) return { ...flowScope(flow, mappings, budget), context };
  switch (mappings) {
    case 'inputMappings':
      return { input: inputOfList(flow, step.list, budget), local: localBefore(flow, step, budget), context };
    case 'outputMappings':
      return { input: ownInput(flow, step, budget), local: ownLocal(flow, step, budget), context };
    case 'errorMappings':
      return { input: ownInput(flow, step, budget), local: FAILURE, context };
    default:
      return { input: ownInput(flow, step, budget), local: objectOf([]), context };
  }
}

function flowScope(flow: LooseFlow, mappings: MappingsKind | undefined, budget: number) {
  if (mappings === 'inputMappings') return { input: UNKNOWN, local: objectOf([]) };
  return { input: inputOfFlow(flow, budget), local: writtenBy(flow, flow.list.steps, budget) };
}

function inputOfFlow(flow: LooseFlow, budget: number): Shape {
  const mapped = mappedBy(flow, undefined, flow.root, 'inputMappings', budget);
  return mapped ?? UNKNOWN;
}

function inputOfList(flow: LooseFlow, { owner, keys }: LooseList, budget: number): Shape {
  if (owner === undefined) return inputOfFlow(flow, budget);
  const added = keys.map((key): [string, Member] => [
    key.text,
    { shape: () => UNKNOWN, from: `set by each iteration of ${nameOf(owner)}`, place: key },
  ]);
  return laidOver([ownInput(flow, owner, budget), objectOf(added)]);
}

/** The local of a step's list when the step is entered. */
function localBefore(flow: LooseFlow, { list, index }: LooseStep, budget: number): Shape {
  const earlier = jumpsBack(list, index) ? list.steps : list.steps.slice(0, index);
  const written = writtenBy(flow, earlier, budget);
  if (!list.fallsBack || list.owner === undefined) return written;
  return laidOver([localBefore(flow, list.owner, budget), written]);
}

/** True when some step that comes later may be followed by this one or by one before it. */
function jumpsBack(list: LooseList, index: number): boolean {
  const reached = new Set(list.steps.slice(0, index + 1).flatMap(({ name }) => name?.text ?? []));
  return list.steps.slice(index).some((step) => gotosOf(step).some(({ text }) => reached.has(text)));
}

/** The words that name a sibling of a step at which the flow goes on. */
export function gotosOf({ node }: LooseStep) {
  const holders = [...itemsOf(at(node, 'choices')), at(node, 'default'), ...itemsOf(at(node, 'catch'))];
  return holders.flatMap((holder) => textAt(holder, 'goto') ?? []);
}

function ownInput(flow: LooseFlow, step: LooseStep, budget: number): Shape {
  if (budget <= 0) return UNKNOWN;
  const mapped = mappedBy(flow, step, step.node, 'inputMappings', budget);
  if (mapped !== undefined) return mapped;
  return laidOver([inputOfList(flow, step.list, budget - 1), localBefore(flow, step, budget - 1)]);
}

function ownLocal(flow: LooseFlow, step: LooseStep, budget: number): Shape {
  if (budget <= 0) return UNKNOWN;
  const inside = () => step.lists.map(({ steps }) => writtenBy(flow, steps, budget - 1));
  switch (step.type) {
    case 'task':
    case undefined:
      return UNKNOWN;
    case 'choice':
      return laidOver([localBefore(flow, step, budget - 1), ...inside()]);
    case 'parallel':
    case 'foreach':
      return listOf(inside());
    default:
      return objectOf([]);
  }
}

function writtenBy(flow: LooseFlow, steps: readonly LooseStep[], budget: number): Shape {
  if (budget <= 0) return UNKNOWN;
  return laidOver(steps.flatMap((step) => outputsOf(flow, step, budget - 1)));
}

function outputsOf(flow: LooseFlow, step: LooseStep, budget: number): readonly Shape[] {
  const caught = mappedBy(flow, step, step.node, 'errorMappings', budget);
  const output =
    mappedBy(flow, step, step.node, 'outputMappings', budget) ?? defaultOutput(flow, step, budget);
  return caught === undefined ? [output] : [caught, output];
}

function defaultOutput(flow: LooseFlow, step: LooseStep, budget: number): Shape {
  if (step.type === 'task' || step.type === undefined) return UNKNOWN;
  if (step.type !== 'choice') return objectOf([]);
  return laidOver(step.lists.map(({ steps }) => writtenBy(flow, steps, budget)));
}

function mappedBy(
  flow: LooseFlow,
  step: LooseStep | undefined,
  holder: YamlMap,
  kind: MappingsKind,
  budget: number,
): Shape | undefined {
  const mappings = at(holder, kind);
  if (mappings?.kind !== 'list') return undefined;
  const from = `set by the ${kind} of ${step === undefined ? 'the flow' : nameOf(step)}`;
  return objectOf(
    mappings.items.flatMap((mapping): readonly [string, Member][] => {
      const target = textAt(mapping, 'target');
      if (target === undefined) return [];
      const source = at(mapping, 'source');
      const shape = (left: number) => shapeOf(source, Math.min(left, budget) - 1, from, read);
      return [[target.text, { shape, from, place: target }]];
    }),
  );

  function read(path: Path, left: number): Shape {
    return follow(scopeAt(flow, step, kind, left)[path.root], path.segments, left);
  }
}

/** The shape of a source: what its constant holds, or what its reference leads to. */
function shapeOf(
  source: YamlNode | undefined,
  budget: number,
  from: string,
  read: (path: Path, budget: number) => Shape,
): Shape {
  if (source === undefined || budget <= 0) return UNKNOWN;
  if (source.kind === 'map') {
    return objectOf(
      [...source.entries].map(([key, { value, keyPlace }]): [string, Member] => [
        key,
        { shape: (left) => shapeOf(value, Math.min(left, budget) - 1, from, read), from, place: keyPlace },
      ]),
    );
  }
  if (source.kind === 'list') {
    return listOf(source.items.map((item) => shapeOf(item, budget - 1, from, read)));
  }
  const path: Parsed<Path> | undefined = source.text.startsWith('$')
    ? parsePath(source.text, ['$input', '$local', '$context', '$'])
    : undefined;
  return path?.ok ? read(path.value, budget) : UNKNOWN;
}

/** The shape that segments lead to. */
export function follow(shape: Shape, segments: readonly Segment[], budget = MAX_FOLLOWED): Shape {
  const [segment, ...rest] = segments;
  if (segment === undefined) return shape;
  if (segment.kind === 'member') {
    const inner = memberOf(shape, segment.name)?.shape(budget) ?? UNKNOWN;
    return follow(inner, rest, budget - 1);
  }
  if (shape.kind !== 'list') return UNKNOWN;
  const inner = follow(shape.elements, rest, budget - 1);
  return segment.kind === 'every' ? { kind: 'list', elements: inner } : inner;
}

const outside = (from: string, shape: Shape = UNKNOWN): Member => ({ shape: () => shape, from });

const FAILURE = objectOf([
  ['error', outside("the error's name")],
  ['cause', outside('what has happened, as text')],
]);

/** `$context` at a place (docs/reference/language.md 2.7). */
function contextOf(step: LooseStep | undefined): Shape {
  const parts = new Map<string, [string, Member][]>();
  for (const [path, { says }] of Object.entries(CONTEXT_HELP)) {
    const [part = '', key = ''] = path.split('.');
    const isThere = part === 'task' ? step?.type === 'task' : part !== 'step' || step !== undefined;
    if (isThere && (key !== 'iterationIndex' || isIterated(step)))
      parts.set(part, [...(parts.get(part) ?? []), [key, outside(says)]]);
  }
  return objectOf([...parts].map(([part, keys]) => [part, outside(`of the ${part}`, objectOf(keys))]));
}

function isIterated(step: LooseStep | undefined): boolean {
  for (let around = step?.list.owner; around !== undefined; around = around.list.owner) {
    if (around.type === 'foreach') return true;
  }
  return false;
}

function nameOf({ name, type }: LooseStep): string {
  return name === undefined ? `a ${type ?? 'step'} without a name` : name.text;
}
