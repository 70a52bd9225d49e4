import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react';
import { panned, type TimeWindow, zoomed } from './time-window.ts';

const ZOOM_STEP = 1.6;
const PAN_STEP = 0.25;

/** The window of a timeline over `whole`, with what moves it; until the user moves it, all is shown. */
export function useTimelineWindow(whole: TimeWindow) {
  const [chosen, setChosen] = useState<TimeWindow>();
  const { from, to } = whole;
  const window = chosen ?? whole;
  const change = useCallback(
    (next: (before: TimeWindow, whole: TimeWindow) => TimeWindow) =>
      setChosen((before) => {
        const all = { from, to };
        const after = next(before ?? all, all);
        return after.from <= from && after.to >= to ? undefined : after;
      }),
    [from, to],
  );
  const moves = useMemo(() => {
    const zoom = (factor: number, at?: number) =>
      change((before, all) => zoomed(before, all, factor, at ?? (before.from + before.to) / 2));
    return {
      zoom,
      zoomIn: () => zoom(1 / ZOOM_STEP),
      zoomOut: () => zoom(ZOOM_STEP),
      pan: (share: number) => change((before, all) => panned(before, all, share)),
      earlier: () => change((before, all) => panned(before, all, -PAN_STEP)),
      later: () => change((before, all) => panned(before, all, PAN_STEP)),
      fit: () => setChosen(undefined),
    };
  }, [change]);
  return { window, isWhole: chosen === undefined, ...moves };
}

interface WheelMoves {
  readonly window: TimeWindow;
  readonly zoom: (factor: number, at: number) => void;
  readonly pan: (share: number) => void;
}

/** With Ctrl the wheel zooms around the pointer, with Shift or sideways it moves; React cannot take it from the page. */
export function useWheel(element: RefObject<HTMLElement | null>, nameWidth: number, moves: WheelMoves): void {
  const { window, zoom, pan } = moves;
  useEffect(() => {
    const target = element.current;
    const onWheel = (event: WheelEvent) => {
      if (target === null) return;
      const { left, width } = target.getBoundingClientRect();
      const chart = Math.max(1, width - nameWidth);
      if (event.ctrlKey || event.metaKey) {
        const share = (event.clientX - left - nameWidth) / chart;
        const at = window.from + share * (window.to - window.from);
        zoom(Math.exp(event.deltaY / 300), at);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        pan((event.deltaX + (event.shiftKey ? event.deltaY : 0)) / chart);
      } else {
        return;
      }
      event.preventDefault();
    };
    target?.addEventListener('wheel', onWheel, { passive: false });
    return () => target?.removeEventListener('wheel', onWheel);
  }, [element, nameWidth, window, zoom, pan]);
}
