import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** The three ways to look at an execution. */
export const VIEWS = ['graph', 'timeline', 'events'] as const;

/** A way to look at an execution. */
export type View = (typeof VIEWS)[number];

/** What is looked at, the same in all views and kept in the page's address. */
export interface Selection {
  readonly view: View;
  /** Id of a step run. */
  readonly run: number | undefined;
  readonly setView: (view: View) => void;
  /** Selects a step run, or nothing. */
  readonly select: (run: number | undefined) => void;
}

/** The selection, from the address `?view=…&step=…`. */
export function useSelection(): Selection {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (name: string, value: string | undefined) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === undefined) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const setView = useCallback((view: View) => set('view', view === 'graph' ? undefined : view), [set]);
  const select = useCallback((run: number | undefined) => set('step', run?.toString()), [set]);
  const view = VIEWS.find((name) => name === params.get('view')) ?? 'graph';
  const step = Number(params.get('step') ?? Number.NaN);
  const run = Number.isSafeInteger(step) ? step : undefined;
  return useMemo(() => ({ view, run, setView, select }), [view, run, setView, select]);
}
