import { parseCronExpression } from '../fdl/cron-expression.ts';
import { ApiError } from './api-error.ts';

/** Accepts a cron expression. @throws ApiError `InvalidArgument` with what is wrong. */
export function checkCron(expression: string): void {
  const parsed = parseCronExpression(expression);
  if (parsed.kind === 'problem') {
    throw new ApiError('InvalidArgument', `Parameter CronExpression: ${parsed.message}`);
  }
}
