/** The part of time that is shown, in milliseconds since 1970. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const SHORTEST = 20;

/** `window` with `factor` times its length, in which the instant `around` stays where it is; never beyond `whole`. */
export function zoomed(window: TimeWindow, whole: TimeWindow, factor: number, around: number): TimeWindow {
  const from = around - (around - window.from) * factor;
  const to = around + (window.to - around) * factor;
  const length = Math.max(SHORTEST, to - from);
  return within({ from, to: from + length }, whole);
}

/** `window` moved by a share of its length; never beyond `whole`. */
export function panned(window: TimeWindow, whole: TimeWindow, share: number): TimeWindow {
  const by = (window.to - window.from) * share;
  return within({ from: window.from + by, to: window.to + by }, whole);
}

function within(window: TimeWindow, whole: TimeWindow): TimeWindow {
  const length = Math.min(window.to - window.from, whole.to - whole.from);
  const from = Math.min(Math.max(window.from, whole.from), whole.to - length);
  return { from, to: from + length };
}
