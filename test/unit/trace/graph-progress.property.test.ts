import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowGraph } from '../../../src/graph/flow-graph.ts';
import type { Graph, GraphNode } from '../../../src/graph/graph.ts';
import { hasEnded } from '../../../src/interpreter/state.ts';
import { appendEvents, NO_EVENTS } from '../../../src/trace/append.ts';
import { graphProgress } from '../../../src/trace/graph-progress.ts';
import { renderedHistory } from '../../helpers/rendered-history.ts';
import { playedRun } from '../../helpers/run-arbitrary.ts';

function stepsIn({ nodes }: Graph): readonly GraphNode[] {
  const inner = nodes.flatMap((node) => (node.inner === undefined ? [] : stepsIn(node.inner)));
  return [...nodes.filter(({ label }) => label !== ''), ...inner];
}

/** Lists in which every step that was reached is the first, or was reached by a way that was gone. */
function expectConnected({ nodes, edges }: Graph): void {
  const gone = new Set(edges.flatMap(({ to, taken = 0 }) => (taken > 0 ? [to] : [])));
  const [, ...later] = nodes.filter(({ label }) => label !== '');
  for (const { id, progress } of later) expect(gone.has(id)).toBe(progress?.state !== 'unreached');
  for (const { inner } of nodes) if (inner !== undefined) expectConnected(inner);
}

test('shows a step as reached exactly when it was entered, by a way that was gone, and as running while it is', () => {
  fc.assert(
    fc.property(playedRun, (played) => {
      const model = appendEvents(NO_EVENTS, renderedHistory(played));
      const graph = graphProgress(flowGraph(played.state.flow), played.state.flow, model);
      const reached = stepsIn(graph).filter(({ progress }) => progress?.state !== 'unreached');
      const names = new Set([...model.totals.values()].map(({ name }) => name));
      expect(new Set(reached.map(({ label }) => label))).toEqual(names);
      expectConnected(graph);
      if (hasEnded(played.state)) {
        expect(reached.filter(({ progress }) => progress?.state === 'running')).toEqual([]);
      }
    }),
  );
});
