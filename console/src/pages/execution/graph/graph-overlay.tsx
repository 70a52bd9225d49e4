import { flowGraph } from '../../../../../src/graph/flow-graph.ts';
import type { Graph, GraphEdge } from '../../../../../src/graph/graph.ts';
import type { ExecutionModel, RunFrame } from '../../../../../src/trace/model.ts';
import type { Tally } from '../../../../../src/trace/tally.ts';
import { type StepTrace, traceOf } from '../../../../../src/trace/trace.ts';
import { durationText } from '../../../components/duration-text.ts';
import { type GraphOverlay, type StepOverlay, wayKey } from '../../../components/flow-graph/overlay.ts';
import { RUN_LOOKS } from '../run-looks.ts';
import type { RunDefinition } from '../shown-execution.ts';
import { IterationPicker } from './iteration-picker.tsx';

interface Drawn {
  readonly model: ExecutionModel;
  readonly definition: RunDefinition;
  readonly tally: Tally;
  /** The iterations that the picture is narrowed to. */
  readonly around: readonly RunFrame[];
  readonly language: string;
}

/** The progress of an execution in the picture of its flow, and the run to select by each node. */
export function graphOverlay({ model, definition, tally, around, language }: Drawn) {
  const { steps, countOf } = traceOf(model, definition.places, tally);
  const runOf = (node: string): number | undefined => steps.get(node)?.totals.lastRun;
  const overlay: GraphOverlay = {
    steps: Object.fromEntries(
      [...steps].map(([node, step]) => [node, stepOverlay(model, step, around, language)]),
    ),
    taken: new Set(
      allEdges(flowGraph(definition.flow))
        .filter((edge) => countOf(edge) > 0)
        .map(({ from, to }) => wayKey(from, to)),
    ),
  };
  return { overlay, runOf };
}

function stepOverlay(
  model: ExecutionModel,
  { status, totals }: StepTrace,
  around: readonly RunFrame[],
  language: string,
): StepOverlay {
  const run = model.runs.get(totals.lastRun);
  const took = run?.endedAt === undefined ? undefined : run.endedAt - run.enteredAt;
  const hasIterations = run?.kind === 'foreach' && run.framesEntered > 0;
  return {
    status: RUN_LOOKS[status].inGraph,
    count: totals.entered,
    ...(took !== undefined && { note: durationText(took, language) }),
    ...(hasIterations && {
      control: <IterationPicker run={run} chosen={around.find((frame) => frame.run === run.id)} />,
    }),
  };
}

function allEdges({ nodes, edges }: Graph): readonly GraphEdge[] {
  return [...edges, ...nodes.flatMap(({ inner }) => (inner === undefined ? [] : allEdges(inner)))];
}
