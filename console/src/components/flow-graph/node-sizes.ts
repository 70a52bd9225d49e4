import { headHeight, nodeSize } from '../../../../src/graph/measure.ts';
import type { Sizes } from '../../../../src/graph/place.ts';

/** Room for the sign of a step's type, beside its texts. */
const SIGN_WIDTH = 26;
/** The width that the round ends of some kinds take from their texts. */
const ROUND_ENDS = 12;
const ROUND_KINDS: ReadonlySet<string> = new Set(['wait', 'succeed', 'fail']);
/** Room for what opens and closes a container, and for the choice of an iteration. */
const CONTAINER_EXTRA = { width: 56, height: 8 };

/** Sizes of the picture's nodes, whose signs and controls need more than the texts. */
export const NODE_SIZES: Sizes = {
  nodeSize(node) {
    const { width, height } = nodeSize(node);
    if (node.kind === 'start' || node.kind === 'end') return { width, height };
    const extra = isContainer(node.kind)
      ? CONTAINER_EXTRA.width
      : ROUND_KINDS.has(node.kind)
        ? ROUND_ENDS
        : 0;
    return { width: width + SIGN_WIDTH + extra, height };
  },
  headHeight: (node) => headHeight(node) + (isContainer(node.kind) ? CONTAINER_EXTRA.height : 0),
};

/** True for steps that hold lists of steps and can be folded. */
export function isContainer(kind: string): boolean {
  return kind === 'parallel' || kind === 'foreach';
}
