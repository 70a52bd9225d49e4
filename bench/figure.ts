import { median } from './statistics.ts';

/** Bounds of a figure; one with neither bound is only told. */
export interface Target {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** One measured thing: what each run gave, and whether the median is what it has to be. */
export interface Figure extends Target {
  readonly workload: string;
  readonly what: string;
  readonly unit: string;
  readonly median: number;
  readonly runs: readonly number[];
  /** Absent without a target. */
  readonly holds?: boolean;
}

/** The figure of some runs. */
export function figureOf(
  workload: string,
  what: string,
  unit: string,
  runs: readonly number[],
  target: Target = {},
): Figure {
  const rounded = runs.map(round);
  const middle = round(median(rounded));
  const isBound = target.atMost !== undefined || target.atLeast !== undefined;
  const { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = target;
  const holds = middle <= atMost && middle >= atLeast;
  return { workload, what, unit, median: middle, runs: rounded, ...target, ...(isBound && { holds }) };
}

/** Four digits that mean something. */
export function round(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}

/** A figure as the cells of a table: what, median, spread, target, verdict. */
export function cellsOf({
  workload,
  what,
  unit,
  median: middle,
  runs,
  ...figure
}: Figure): readonly string[] {
  const spread = `${format(Math.min(...runs))} – ${format(Math.max(...runs))}`;
  const verdict = figure.holds === undefined ? '' : figure.holds ? 'holds' : '**missed**';
  return [workload, what, `${format(middle)} ${unit}`, spread, targetText(figure), verdict];
}

function targetText({ atMost, atLeast }: Target): string {
  if (atMost !== undefined) return `≤ ${format(atMost)}`;
  return atLeast === undefined ? '' : `≥ ${format(atLeast)}`;
}

/** A number as people read it. */
export function format(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
