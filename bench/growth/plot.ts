import type { UnitGrowth } from '../aws/run-aws.ts';
import { format } from '../figure.ts';
import type { GrowthSeries } from './growth.ts';

/** One small plot: sizes to the right in powers of ten, values upwards from nothing. */
interface Plot {
  readonly title: string;
  readonly x: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const WIDTH = 240;
const HEIGHT = 170;
const LEFT = 48;
const RIGHT = 12;
const TOP = 34;
const BOTTOM = 40;

/** All series as a picture: time of a unit of work above, memory of the server below it, units of the AWS home last. */
export function growthPlot(series: readonly GrowthSeries[], units: readonly UnitGrowth[] = []): string {
  const times = series.map(({ counts, unit, points }) => ({
    title: `µs per ${unit}`,
    x: counts,
    points: points.map(({ size, micros }) => ({ x: size, y: micros })),
  }));
  const memory = series.map(({ counts, points }) => ({
    title: 'MB of the server',
    x: counts,
    points: points.map(({ size, megabytes }) => ({ x: size, y: megabytes })),
  }));
  const written = (['history', 'fan-out'] as const).flatMap((what) => unitPlots(what, units));
  const plots = [times, memory, written].flatMap((row, y) =>
    row.map((plot, x) => `<g transform="translate(${x * WIDTH} ${y * HEIGHT})">${drawPlot(plot)}</g>`),
  );
  const size = `${series.length * WIDTH} ${3 * HEIGHT}`;
  const style = '<style>text{font:11px sans-serif;fill:#333}.title{font-weight:bold}</style>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}"><title>Time per unit of work above, memory of the server below it, write and read units of the AWS home last, as work grows</title><rect width="100%" height="100%" fill="#fff"/>${style}\n${plots.join('\n')}\n</svg>\n`;
}

/** Write and read units per task against the number of tasks; nothing while nothing has been counted. */
function unitPlots(what: UnitGrowth['what'], units: readonly UnitGrowth[]): readonly Plot[] {
  const counted = units.filter((point) => point.what === what);
  if (counted.length === 0) return [];
  const x = what === 'history' ? 'tasks in a row' : 'tasks side by side';
  return (['writeUnits', 'readUnits'] as const).map((unit) => ({
    title: unit === 'writeUnits' ? 'write units per task' : 'read units per task',
    x,
    points: counted.map((point) => ({ x: point.taskSteps, y: point[unit] })),
  }));
}

function drawPlot({ title, x, points }: Plot): string {
  const sizes = points.map((point) => Math.log10(point.x));
  const from = Math.min(...sizes);
  const span = Math.max(...sizes) - from;
  const top = niceAbove(Math.max(...points.map((point) => point.y)));
  const right = (value: number) => LEFT + ((Math.log10(value) - from) / span) * (WIDTH - LEFT - RIGHT);
  const up = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const path = points.map((point) => `${right(point.x).toFixed(1)},${up(point.y).toFixed(1)}`);
  const dots = path.map((at) => {
    const [cx, cy] = at.split(',');
    return `<circle cx="${cx}" cy="${cy}" r="3" fill="#06c"/>`;
  });
  const lines = [0, top / 2, top].map((value) => {
    const y = up(value).toFixed(1);
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}" stroke="#ddd"/><text x="${LEFT - 5}" y="${y}" dy="4" text-anchor="end">${format(value)}</text>`;
  });
  const ticks = points.map(
    (point) =>
      `<text x="${right(point.x).toFixed(1)}" y="${HEIGHT - BOTTOM + 15}" text-anchor="middle">${shortOf(point.x)}</text>`,
  );
  const names = `<text class="title" x="${LEFT}" y="20">${title}</text><text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${x}</text>`;
  const line = `<polyline points="${path.join(' ')}" fill="none" stroke="#06c" stroke-width="1.5"/>`;
  return [names, ...lines, ...ticks, line, ...dots].join('');
}

/** The next round number: 1, 2 or 5 times a power of ten. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((digit) => digit * power >= value) ?? 10) * power;
}

function shortOf(size: number): string {
  return size >= 1_000 ? `${Math.round(size / 1_000)}k` : String(size);
}
