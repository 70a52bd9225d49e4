import type { Step } from '../../flow/flow.ts';
import { placesOf } from '../../trace/places.ts';

/** The steps of a definition by their places, for facts that events lack. */
export type StepsByPlace = ReadonlyMap<string, Step>;

/** The steps in a definition's text; none when this version of `fdl` does not understand it. */
export async function readSteps(definition: string): Promise<StepsByPlace> {
  const { parseFlow } = await import('../../fdl/parse-flow.ts');
  const { flow } = parseFlow(definition);
  return flow === undefined ? new Map() : placesOf(flow).steps;
}
