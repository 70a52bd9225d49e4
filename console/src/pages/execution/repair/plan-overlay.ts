import type { GoOnView } from '../../../../../src/api/contract.ts';
import { flowGraph } from '../../../../../src/graph/flow-graph.ts';
import type { Graph, GraphNode, NodeKind } from '../../../../../src/graph/graph.ts';
import type { ExecutionModel } from '../../../../../src/trace/model.ts';
import type { GraphOverlay, StepOverlay } from '../../../components/flow-graph/overlay.ts';
import type { RunDefinition } from '../shown-execution.ts';

/** The plan of a dry run for a step: its results stay, it runs again, or it runs for the first time if the way leads there. */
type Mark = 'kept' | 'again' | 'new';

interface Planned {
  readonly model: ExecutionModel;
  readonly definition: RunDefinition;
  readonly plan: GoOnView;
}

/** Puts what a dry run says over the picture of an execution, in place of how its steps stand. */
export function planOverlay(shown: GraphOverlay, planned: Planned): GraphOverlay {
  const steps: Record<string, StepOverlay> = {};
  for (const [node, { control }] of Object.entries(shown.steps)) {
    if (control !== undefined) steps[node] = { control };
  }
  for (const [node, { mark, count }] of marksOf(planned)) {
    steps[node] = { ...steps[node], status: mark, count };
  }
  return { steps, taken: shown.taken };
}

interface Marked {
  readonly mark: Mark;
  /** Entries that the mark is for. */
  readonly count: number;
}

/** The marks of a plan by the ids of nodes; a step with entries of both kinds runs again. */
export function marksOf({ model, definition, plan }: Planned): ReadonlyMap<string, Marked> {
  const marks = new Map<string, Marked>();
  const put = (mark: Mark, entries: GoOnView['StepsAgain']) => {
    for (const { StepEventId } of entries) {
      const node = definition.places.nodes.get(model.runs.get(StepEventId)?.place ?? '');
      if (node === undefined) continue;
      const known = marks.get(node);
      marks.set(node, { mark, count: known?.mark === mark ? known.count + 1 : 1 });
    }
  };
  put('kept', plan.StepsKept);
  put('again', plan.StepsAgain);
  const isAgain = (node: string) => marks.get(node)?.mark === 'again';
  for (const node of ahead(flowGraph(definition.flow), isAgain, false)) {
    if (!marks.has(node)) marks.set(node, { mark: 'new', count: 0 });
  }
  return marks;
}

const PLACES: ReadonlySet<NodeKind> = new Set(['start', 'end', 'branch', 'option']);

/** The steps that ways lead to from those that run again; from its begin on in a list that is entered. */
function ahead(graph: Graph, isAgain: (node: string) => boolean, isEntered: boolean): readonly string[] {
  const runs = (node: GraphNode): boolean => isAgain(node.id) || (node.inner?.nodes.some(runs) ?? false);
  const begins = graph.nodes.filter((node) => runs(node) || (isEntered && isBegin(graph, node)));
  const reached = new Set<string>(begins.map(({ id }) => id));
  for (const id of reached) for (const { from, to } of graph.edges) if (from === id) reached.add(to);
  return graph.nodes.flatMap((node) => {
    if (!reached.has(node.id)) return [];
    const isNew = !runs(node);
    const inside = node.inner && ahead(node.inner, isAgain, isNew || isAgain(node.id));
    return [...(isNew && !PLACES.has(node.kind) ? [node.id] : []), ...(inside ?? [])];
  });
}

function isBegin({ edges }: Graph, { id }: GraphNode): boolean {
  return edges.every(({ to }) => to !== id);
}
