import { type FlowHints, flowHints, NO_HINTS } from './flow-hints.ts';

/** The hints of a definition's text; none when this version of `fdl` does not understand it. */
export async function readHints(definition: string): Promise<FlowHints> {
  const { parseFlow } = await import('../fdl/parse-flow.ts');
  const { flow } = parseFlow(definition);
  return flow === undefined ? NO_HINTS : flowHints(flow);
}
