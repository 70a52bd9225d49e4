import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, use } from 'react';
import { labelLines } from '../../../../src/graph/measure.ts';
import type { Point } from '../../../../src/graph/place.ts';
import { GraphContext } from './graph-context.ts';
import type { PictureEdge } from './to-react-flow.ts';

const CORNER = 6;

/** A way from a step to another, through the points that the layout chose. */
export const WayEdge = memo(function WayEdge({ data }: EdgeProps<PictureEdge>) {
  const { overlay } = use(GraphContext);
  if (data === undefined) return null;
  const { kind, label, points, labelAt, way } = data;
  const state = overlay === undefined ? undefined : overlay.taken.has(way) ? 'taken' : 'untaken';
  const last = points.at(-1);
  return (
    <>
      <path className="way" data-kind={kind} data-state={state} d={roundedPath(points)} />
      {last !== undefined && (
        <path className="tip" data-kind={kind} data-state={state} d={tipAt(last, points.at(-2) ?? last)} />
      )}
      {labelAt !== undefined && (
        <EdgeLabelRenderer>
          <span
            className="way-label"
            data-kind={kind}
            data-state={state}
            style={{ transform: `translate(${labelAt.x}px, ${labelAt.y}px)` }}
          >
            {labelLines(label).join('\n')}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** A line through all points whose corners are round. */
function roundedPath(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (after === undefined) return `L${point.x} ${point.y}`;
      const [a, b] = [towards(point, before), towards(point, after)];
      return `L${a.x} ${a.y}Q${point.x} ${point.y} ${b.x} ${b.y}`;
    })
    .join('');
}

/** The point a little way from one to another, and never beyond the middle. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function tipAt({ x, y }: Point, before: Point): string {
  const angle = Math.atan2(y - before.y, x - before.x);
  const wing = (turn: number) => `${x - 8 * Math.cos(angle + turn)} ${y - 8 * Math.sin(angle + turn)}`;
  return `M${x} ${y}L${wing(0.45)}L${wing(-0.45)}Z`;
}
