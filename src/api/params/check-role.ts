import { ApiError } from '../api-error.ts';
import type { ApiServices } from '../services.ts';

/** Accepts a role that flows may have. @throws ApiError `InvalidArgument` with those that are allowed. */
export function checkRole(roleArn: string, { roleProblem }: Pick<ApiServices, 'roleProblem'>): void {
  const problem = roleProblem?.(roleArn);
  if (problem !== undefined) throw new ApiError('InvalidArgument', `Parameter RoleArn: ${problem}`);
}
