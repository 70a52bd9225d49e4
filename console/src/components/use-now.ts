import { useSyncExternalStore } from 'react';

const TICK_MILLISECONDS = 1_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** The time, again every second; one timer serves the whole page. Does not tick when `isTicking` is false. */
export function useNow(isTicking = true): number {
  return useSyncExternalStore(isTicking ? subscribe : nothing, () => now);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MILLISECONDS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function nothing(): () => void {
  return () => undefined;
}
