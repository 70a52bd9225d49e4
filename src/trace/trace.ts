import { isJsonObject } from '../common/json.ts';
import { evaluateCondition } from '../expressions/evaluate-condition.ts';
import type { ChoiceStep } from '../flow/flow.ts';
import type { GraphEdge } from '../graph/graph.ts';
import type { ExecutionModel, RunStatus, StepRun, StepTotals, Way } from './model.ts';
import type { Places } from './places.ts';
import { hasEnded } from './run-status.ts';
import { stepData } from './step-data.ts';
import type { Tally } from './tally.ts';

/** An execution on the graph of its flow. */
export interface Trace {
  /** By node id; nodes of steps that were not entered are absent. */
  readonly steps: ReadonlyMap<string, StepTrace>;
  /** How often a way was taken. */
  countOf(edge: GraphEdge): number;
}

/** The runs at the node of a step. */
export interface StepTrace {
  readonly place: string;
  readonly totals: StepTotals;
  /** How the step is to be drawn: open if any run is, else as its newest run ended. */
  readonly status: RunStatus;
}

/** Lays a tally over the graph of its flow. */
export function traceOf(model: ExecutionModel, places: Places, tally: Tally = model): Trace {
  const steps = new Map<string, StepTrace>();
  for (const [place, totals] of tally.totals) {
    const id = places.nodes.get(place);
    if (id !== undefined) steps.set(id, { place, totals, status: statusAt(model, totals) });
  }
  const counts = new Map<string, number>();
  for (const way of tally.ways.values()) {
    const key = edgeOf(places, way);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + way.count);
  }
  return { steps, countOf: (edge) => counts.get(edgeKey(edge.from, edge.to, edge.kind === 'catch')) ?? 0 };
}

/**
 * Which option of a choice was taken: its position, the default behind the last one; undefined before it is known.
 */
export function optionTaken(step: ChoiceStep, model: ExecutionModel, run: StepRun): number | undefined {
  const { input } = stepData(model, run);
  if (!isJsonObject(input)) return undefined;
  const index = step.choices.findIndex(({ condition }) => evaluateCondition(condition, input));
  return index < 0 ? step.choices.length : index;
}

function statusAt({ runs }: ExecutionModel, { open, failed, lastRun }: StepTotals): RunStatus {
  const newest = runs.get(lastRun)?.status ?? 'running';
  if (open > 0) return hasEnded(newest) ? 'running' : newest;
  return failed > 0 ? 'failed' : newest;
}

/** The edge that a way of a list passes; the border of a branch or an iteration has none. */
function edgeOf({ nodes, lists, entrances }: Places, { list, from, via, to, kind }: Way): string | undefined {
  const isFirst = from === '' && to !== '';
  const entrance = isFirst ? entrances.get(list) : undefined;
  if (entrance !== undefined) return edgeKey(entrance.from, entrance.to, false);
  const source = from === '' ? 'start' : nodes.get(via === '' ? from : via);
  const target = to === '' ? `${lists.get(list)}end` : nodes.get(to);
  if (source === undefined || target === undefined || (isFirst && list !== '')) return undefined;
  return edgeKey(source, target, kind === 'catch');
}

function edgeKey(from: string, to: string, isCatch: boolean): string {
  return `${from} ${to}${isCatch ? ' catch' : ''}`;
}
