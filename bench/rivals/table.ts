import { format } from '../figure.ts';

/** The measurements of every engine. */
export interface EngineFigures {
  readonly sequence: number;
  readonly throughput: number;
  readonly fanOut: number;
  readonly report: number;
  readonly reportP99: number;
  readonly first: number;
}

/** One run of all engines on one machine. */
export interface Comparison {
  readonly fdl: EngineFigures;
  readonly rivals: readonly { readonly name: string; readonly found: EngineFigures }[];
}

const ROWS: readonly { readonly key: keyof EngineFigures; readonly what: string; readonly isRate?: true }[] =
  [
    { key: 'sequence', what: 'a step of a sequence, ms' },
    { key: 'throughput', what: 'steps a second, 32 executions at a time', isRate: true },
    { key: 'fanOut', what: 'items a second, 1,000 side by side', isRate: true },
    { key: 'report', what: 'report to ended, p50, ms' },
    { key: 'reportP99', what: 'report to ended, p99, ms' },
    { key: 'first', what: 'command to first execution ended, ms' },
  ];

/** All engines side by side as a Markdown table; behind each rival's figure, how many times as good the one here is. */
export function rivalTable({ fdl, rivals }: Comparison): string {
  const rows = ROWS.map(({ key, what, isRate }) => {
    const theirs = rivals.map(({ found }) => {
      const ratio = isRate ? fdl[key] / found[key] : found[key] / fdl[key];
      return `${format(found[key])} (${format(ratio)} ×)`;
    });
    return `| ${[what, format(fdl[key]), ...theirs].join(' | ')} |`;
  });
  const names = rivals.map(({ name }) => name).join(' | ');
  return [`| | here | ${names} |`, `|---|---|${rivals.map(() => '---|').join('')}`, ...rows].join('\n');
}
