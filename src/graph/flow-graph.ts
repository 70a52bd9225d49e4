import type { Flow, Step, StepList } from '../flow/flow.ts';
import { kindOf } from '../targets/targets.ts';
import { exitsOf, optionsOf } from './exits.ts';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { stepDetail } from './step-detail.ts';

const PLACE = { label: '', detail: '' } as const;

/** The graph of a flow: every step, container and way from one to the other, between a start and an end. */
export function flowGraph(flow: Flow): Graph {
  const { nodes, edges } = listGraph(flow.steps, '');
  const [first] = nodes;
  const start: GraphNode = { ...PLACE, id: 'start', kind: 'start' };
  const begin: readonly GraphEdge[] =
    first === undefined ? [] : [{ from: start.id, to: first.id, kind: 'next', label: '' }];
  return { nodes: [start, ...nodes], edges: [...begin, ...edges] };
}

/** The steps of one list. Its end is a node only where a way leads to it. */
function listGraph(steps: StepList, listId: string): Graph {
  const end: GraphNode = { ...PLACE, id: `${listId}end`, kind: 'end' };
  const ids = new Map(steps.map(({ name }, index) => [name, stepId(listId, index)]));
  const nodes = steps.flatMap((step, index) => stepNodes(step, stepId(listId, index)));
  const edges = steps.flatMap((step, index) => {
    const next = index + 1 < steps.length ? stepId(listId, index + 1) : end.id;
    return exitsOf(step, stepId(listId, index)).map(({ to, ...exit }): GraphEdge => {
      switch (to.kind) {
        case 'step':
          return { ...exit, to: ids.get(to.name) ?? end.id };
        case 'option':
          return { ...exit, to: to.id };
        default:
          return { ...exit, to: to.kind === 'next' ? next : end.id };
      }
    });
  });
  return edges.some(({ to }) => to === end.id) ? { nodes: [...nodes, end], edges } : { nodes, edges };
}

/** A list inside a container: where only its last step leads to the end, the container's border is end enough. */
function innerList(steps: StepList, listId: string): Graph {
  const { nodes, edges } = listGraph(steps, listId);
  const endId = `${listId}end`;
  const ending = edges.filter(({ to }) => to === endId);
  const [only] = ending;
  const isPlain =
    ending.length === 1 && only?.kind === 'next' && only.from === stepId(listId, steps.length - 1);
  if (!isPlain) return { nodes, edges };
  return { nodes: nodes.filter(({ id }) => id !== endId), edges: edges.filter((edge) => edge !== only) };
}

function stepId(listId: string, index: number): string {
  return `${listId}${index + 1}`;
}

/** The node of a step, and beside that of a choice the containers of its options' steps. */
function stepNodes(step: Step, id: string): readonly GraphNode[] {
  const node: GraphNode = { id, kind: step.type, label: step.name, detail: stepDetail(step) };
  switch (step.type) {
    case 'task':
      return [{ ...node, icon: kindOf(step.target).icon }];
    case 'parallel': {
      const branches = step.branches.map(({ steps }, index): GraphNode => {
        const branchId = `${id}.${index + 1}`;
        const inner = innerList(steps, `${branchId}.`);
        return { ...PLACE, id: branchId, kind: 'branch', inner };
      });
      return [{ ...node, inner: { nodes: branches, edges: [] } }];
    }
    case 'foreach':
      return [{ ...node, inner: innerList(step.steps, `${id}.`) }];
    case 'choice': {
      const options = optionsOf(step, id).flatMap((option): readonly GraphNode[] => {
        if (option.steps === undefined) return [];
        return [{ ...PLACE, id: option.id, kind: 'option', inner: innerList(option.steps, `${option.id}.`) }];
      });
      return [node, ...options];
    }
    default:
      return [node];
  }
}
