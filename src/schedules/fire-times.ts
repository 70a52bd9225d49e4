import { parseCronExpression } from './cron-expression.ts';
import { type FiringWindow, nextFireTimeWithin } from './next-fire-time.ts';

/** The next few times at which an expression fires, as RFC 3339, or its problem. */
export type FireTimes = { readonly times: readonly string[] } | { readonly problem: string };

/** Which fire times are asked for; instants are milliseconds since 1970. */
export interface FireTimesOptions extends FiringWindow {
  /** Only later times count. */
  readonly after: number;
  readonly count: number;
  /** Instant from which `@every` counts: the last change of a schedule. @default `after` */
  readonly anchor?: number;
}

/** The next times that an expression fires; fewer than `count` when it ends before. */
export function nextFireTimes(text: string, options: FireTimesOptions): FireTimes {
  const { after, count, anchor = after } = options;
  const expression = parseCronExpression(text);
  if (expression.kind === 'problem') return { problem: expression.message };
  const times: string[] = [];
  let last: number | undefined = after;
  while (times.length < count) {
    last = nextFireTimeWithin(expression, anchor, options, last);
    if (last === undefined) break;
    times.push(new Date(last).toISOString());
  }
  return { times };
}
