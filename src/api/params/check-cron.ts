import { parseCronExpression } from '../../schedules/cron-expression.ts';
import { ApiError } from '../api-error.ts';
import type { ApiServices } from '../services.ts';

/** Accepts a cron expression that can be used here. @throws ApiError `InvalidArgument` with the problem. */
export function checkCron(expression: string, { cronProblem }: Pick<ApiServices, 'cronProblem'>): void {
  const parsed = parseCronExpression(expression);
  const problem = parsed.kind === 'problem' ? parsed.message : cronProblem?.(expression);
  if (problem !== undefined) throw new ApiError('InvalidArgument', `Parameter CronExpression: ${problem}`);
}
