import { format } from '../figure.ts';
import type { GrowthSeries } from './growth.ts';

/** All series as one Markdown table. */
export function growthTable(series: readonly GrowthSeries[]): string {
  const rows = series.flatMap(({ counts, unit, points }) =>
    points.map(
      ({ size, micros, megabytes }) =>
        `| ${format(size)} ${counts} | ${format(micros)} µs per ${unit} | ${format(megabytes)} MB |`,
    ),
  );
  return ['| Size | Time | Memory of the server |', '|---|---|---|', ...rows].join('\n');
}
