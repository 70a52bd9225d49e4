import type { Place } from '../fdl/yaml/node.ts';
import { readLoosely } from '../fdl/yaml/read-loosely.ts';
import type { StepType } from '../flow/flow.ts';
import { innerPlace, type LooseFlow, type LooseList, readLooseFlow } from './loose-flow.ts';

/** A step in the outline of a definition. */
export interface OutlineStep {
  readonly name: string;
  /** Undefined for a step without a known type. */
  readonly type: StepType | undefined;
  /** The whole step. */
  readonly place: Place;
  /** Its name, or where it begins while it has none. */
  readonly namePlace: Place;
  readonly steps: readonly OutlineStep[];
}

/** The steps of a definition, each with those inside it; none of a text that holds no flow. */
export function outlineOf(text: string): readonly OutlineStep[] {
  const flow = looseFlowOf(text);
  return flow === undefined ? [] : outlineOfList(flow.list);
}

/** As much of a flow as can be made out in a text. */
export function looseFlowOf(text: string): LooseFlow | undefined {
  const read = readLoosely(text);
  return read && readLooseFlow(read.root);
}

function outlineOfList({ steps }: LooseList): readonly OutlineStep[] {
  return steps.map(({ node, name, type, lists }) => ({
    name: name?.text ?? '',
    type,
    place: { start: node.start, end: node.end },
    namePlace: name === undefined ? { start: node.start, end: node.start } : innerPlace(name),
    steps: lists.flatMap(outlineOfList),
  }));
}
