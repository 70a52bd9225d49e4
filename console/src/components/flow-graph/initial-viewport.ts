import type { Viewport } from '@xyflow/react';

interface Size {
  readonly width: number;
  readonly height: number;
}

const SMALLEST_ZOOM = 0.6;
const MARGIN = 12;

/** Where to look first: all of the picture, or its top where texts would become too small to read. */
export function initialViewport(pane: Size, picture: Size): Viewport {
  const fit = Math.min(
    (pane.width - 2 * MARGIN) / picture.width,
    (pane.height - 2 * MARGIN) / picture.height,
  );
  const zoom = Math.min(1, Math.max(fit, SMALLEST_ZOOM));
  const [width, height] = [picture.width * zoom, picture.height * zoom];
  return {
    zoom,
    x: (pane.width - width) / 2,
    y: Math.max(MARGIN, (pane.height - height) / 2),
  };
}
