import { parseCronExpression } from '../../../../../src/schedules/cron-expression.ts';
import { nextFireTime } from '../../../../../src/schedules/next-fire-time.ts';

/** When an expression fires the next few times, as RFC 3339, or what is wrong with it. */
export type FireTimes = { readonly times: readonly string[] } | { readonly problem: string };

/** The next `count` times that an expression fires after an instant; fewer when it ends before. */
export function fireTimes(text: string, anchor: number, after: number, count: number): FireTimes {
  const expression = parseCronExpression(text);
  if (expression.kind === 'problem') return { problem: expression.message };
  const times: string[] = [];
  let last: number | undefined = after;
  while (times.length < count) {
    last = nextFireTime(expression, anchor, last);
    if (last === undefined) break;
    times.push(new Date(last).toISOString());
  }
  return { times };
}
