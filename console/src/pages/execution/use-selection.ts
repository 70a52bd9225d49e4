import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** The ways to look at an execution. */
export const VIEWS = ['graph', 'timeline', 'events', 'logs'] as const;

/** A way to look at an execution. */
export type View = (typeof VIEWS)[number];

/** Ways to let an execution go on, which the page plans on its graph. */
export const REPAIRS = ['redrive', 'fork'] as const;

/** A way to let an execution go on. */
export type RepairKind = (typeof REPAIRS)[number];

/** The selection, the same in all views and kept in the page's address. */
export interface Selection {
  readonly view: View;
  /** Id of a step run. */
  readonly run: number | undefined;
  /** How the execution is being repaired; undefined while it is only looked at. */
  readonly repair: RepairKind | undefined;
  readonly setView: (view: View) => void;
  /** Begins or leaves a repair, with no step run selected. */
  readonly setRepair: (repair: RepairKind | undefined) => void;
  /** Selects a step run, or nothing. */
  readonly select: (run: number | undefined) => void;
}

/** The selection, from the address `?view=…&step=…&repair=…`. */
export function useSelection(): Selection {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (values: Readonly<Record<string, string | undefined>>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value === undefined) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const setView = useCallback((view: View) => set({ view: view === 'graph' ? undefined : view }), [set]);
  const select = useCallback((run: number | undefined) => set({ step: run?.toString() }), [set]);
  const setRepair = useCallback((repair: RepairKind | undefined) => set({ repair, step: undefined }), [set]);
  const view = VIEWS.find((name) => name === params.get('view')) ?? 'graph';
  const repair = REPAIRS.find((name) => name === params.get('repair'));
  const step = Number(params.get('step') ?? Number.NaN);
  const run = Number.isSafeInteger(step) ? step : undefined;
  return useMemo(
    () => ({ view, run, repair, setView, select, setRepair }),
    [view, run, repair, setView, select, setRepair],
  );
}
