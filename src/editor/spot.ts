import type { Place, YamlList, YamlMap, YamlNode, YamlScalar } from '../fdl/yaml/node.ts';
import { type Expected, FLOW, type ObjectGrammar, paramsObject, stepObject } from './grammar.ts';
import { type LooseFlow, type LooseStep, textAt } from './loose-flow.ts';

/** The mappings that a place is inside of. */
export type MappingsKind = 'inputMappings' | 'outputMappings' | 'errorMappings';

/** The surroundings of a place of a definition. */
interface Around {
  /** The innermost step around the place; undefined outside of all steps. */
  readonly step: LooseStep | undefined;
  /** The innermost map around the place, and its attributes where they are known. */
  readonly map: YamlMap;
  readonly object: ObjectGrammar | undefined;
  readonly mappings: MappingsKind | undefined;
  /** The list that the place is an element of. */
  readonly list: YamlList | undefined;
}

/** A place of a definition: the key of an attribute, or a single value. */
export type Spot = Around &
  (
    | { readonly role: 'key'; readonly key: string; readonly place: Place }
    | {
        readonly role: 'value';
        readonly scalar: YamlScalar;
        readonly expected: Expected | undefined;
        /** The attribute whose value it is, or holds it. */
        readonly key: string;
      }
  );

/** The key or value at an offset of the text; undefined between them. The end of a word still belongs to it. */
export function spotAt(flow: LooseFlow, offset: number): Spot | undefined {
  return look({ flow, offset, node: flow.root, expected: FLOW, key: '', around: outermost(flow) });
}

interface Search {
  readonly flow: LooseFlow;
  readonly offset: number;
  readonly node: YamlNode;
  readonly expected: Expected | undefined;
  readonly key: string;
  readonly around: Around;
}

function outermost({ root }: LooseFlow): Around {
  return { step: undefined, map: root, object: undefined, mappings: undefined, list: undefined };
}

function look(search: Search): Spot | undefined {
  const { node, around, expected, key } = search;
  if (node.kind === 'map') return lookInMap(node, search);
  if (node.kind === 'scalar') return { role: 'value', scalar: node, expected, key, ...around };
  const item = node.items.find((candidate) => holds(candidate, search.offset));
  if (item === undefined) return undefined;
  return look({
    ...search,
    node: item,
    expected: ofElement(expected, item, search.flow),
    around: { ...around, list: node },
  });
}

function lookInMap(map: YamlMap, search: Search): Spot | undefined {
  const { flow, offset, expected } = search;
  const step = flow.stepOf.get(map) ?? search.around.step;
  const object = objectOf(expected, step);
  const around: Around = { ...search.around, step, map, object, list: undefined };
  for (const [key, { keyPlace, value }] of map.entries) {
    if (holds(keyPlace, offset)) return { role: 'key', key, place: keyPlace, ...around };
    if (!holds(value, offset)) continue;
    const mappings = isMappings(key) && object?.attributes.has(key) ? key : around.mappings;
    const inner = object?.attributes.get(key)?.expected;
    return look({ flow, offset, node: value, expected: inner, key, around: { ...around, mappings } });
  }
  return undefined;
}

function ofElement(expected: Expected | undefined, item: YamlNode, flow: LooseFlow): Expected | undefined {
  if (expected?.is === 'steps') return stepObject(flow.stepOf.get(item)?.type);
  return expected?.is === 'list' ? expected.of : undefined;
}

function objectOf(expected: Expected | undefined, step: LooseStep | undefined): ObjectGrammar | undefined {
  if (expected?.is === 'object') return expected.object;
  if (expected?.is !== 'params') return undefined;
  return paramsObject((textAt(step?.node, 'resourceArn') ?? textAt(step?.node, 'action'))?.text);
}

function isMappings(key: string): key is MappingsKind {
  return key === 'inputMappings' || key === 'outputMappings' || key === 'errorMappings';
}

function holds({ start, end }: Place, offset: number): boolean {
  return start <= offset && offset <= end && end > start;
}
