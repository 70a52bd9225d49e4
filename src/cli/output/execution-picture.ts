import type { EventView } from '../../api/contract.ts';
import { parseFlow } from '../../fdl/parse-flow.ts';
import { drawExecution, type GraphFormat } from '../../graph/draw-flow.ts';
import { flowGraph } from '../../graph/flow-graph.ts';
import { appendEvents, NO_EVENTS } from '../../trace/append.ts';
import { graphProgress } from '../../trace/graph-progress.ts';
import type { ExecutionKey } from '../service/follow.ts';

/** A picture of how far an execution is, by the definition that it began with and the events that it has so far. */
export async function executionPicture(
  { FlowName, ExecutionName }: ExecutionKey,
  definition: string,
  events: readonly EventView[],
  format: GraphFormat,
): Promise<string> {
  const { flow } = parseFlow(definition);
  if (flow === undefined) throw new Error(`This version of fdl does not understand the flow ${FlowName}.`);
  const model = appendEvents(NO_EVENTS, events);
  const heading = `${FlowName} / ${ExecutionName}: ${model.status}`;
  return await drawExecution(graphProgress(flowGraph(flow), flow, model), heading, format);
}
