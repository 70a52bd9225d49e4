import { createContext, use } from 'react';
import type { GraphOverlay, StepOverlay } from './overlay.ts';

/** Facts that nodes and ways of a picture need beside their place. */
interface GraphContext {
  readonly overlay: GraphOverlay | undefined;
  readonly selected: string | undefined;
  readonly onSelect: ((id: string) => void) | undefined;
  readonly folded: ReadonlySet<string>;
  readonly onFold: (id: string) => void;
}

/** Given by the picture to everything in it. */
export const GraphContext = createContext<GraphContext>({
  overlay: undefined,
  selected: undefined,
  onSelect: undefined,
  folded: new Set(),
  onFold: () => undefined,
});

/** The known facts of a node beside its place. */
export function useNode(id: string) {
  const { overlay, selected, onSelect, folded, onFold } = use(GraphContext);
  const step: StepOverlay = overlay?.steps[id] ?? {};
  return {
    step,
    /** True where an execution is shown and has not come by here. */
    isUntouched: overlay !== undefined && step.status === undefined,
    isSelected: selected === id,
    onSelect,
    isFolded: folded.has(id),
    onFold,
  };
}
