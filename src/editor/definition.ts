import type { Place } from '../fdl/yaml/node.ts';
import { innerPlace, type LooseStep, textAt } from './loose-flow.ts';
import { looseFlowOf } from './outline.ts';
import { pathAt } from './path-at.ts';
import { spotAt } from './spot.ts';
import { stepReferencesAt } from './step-references.ts';

/** Where something is defined: a place of the same text, or a target outside of it, by its ARN. */
export type Definition =
  | { readonly kind: 'place'; readonly from: Place; readonly place: Place }
  | { readonly kind: 'target'; readonly from: Place; readonly arn: string };

/**
 * The definition of the word at an offset: the step of a goto, the mapping that has set the key of a path, the target
 * of a task; undefined for other words.
 */
export function definitionAt(text: string, offset: number): Definition | undefined {
  const named = stepReferencesAt(text, offset);
  if (named?.declaration !== undefined) return { kind: 'place', from: named.place, place: named.declaration };
  const flow = looseFlowOf(text);
  const spot = flow && spotAt(flow, offset);
  if (flow === undefined || spot?.role !== 'value') return undefined;
  if (spot.expected?.is === 'value' && spot.expected.value === 'resource')
    return { kind: 'target', from: innerPlace(spot.scalar), arn: spot.scalar.text };
  const path = pathAt(flow, spot, text, offset);
  const set = path?.member?.place;
  if (path !== undefined && set !== undefined) return { kind: 'place', from: path.place, place: set };
  const raised = errorAt(spot.expected, flow.steps, spot.scalar.text);
  return raised && { kind: 'place', from: innerPlace(spot.scalar), place: raised };
}

/** The fail step that raises the error of a policy. */
function errorAt(
  expected: { readonly is: string; readonly value?: string } | undefined,
  steps: readonly LooseStep[],
  name: string,
): Place | undefined {
  if (expected?.is !== 'value' || expected.value !== 'errorName') return undefined;
  const errors = steps.flatMap(({ node, type }) => (type === 'fail' ? (textAt(node, 'error') ?? []) : []));
  const found = errors.find(({ text }) => text === name);
  return found && innerPlace(found);
}
