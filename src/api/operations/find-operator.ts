import { ApiError } from '../api-error.ts';
import type { Operator } from '../operator.ts';
import type { ApiServices } from '../services.ts';

/** The interface of this home for operators. @throws ApiError `ActionNotSupported` where it has none, as on AWS */
export function findOperator({ operator }: ApiServices, operation: string): Operator {
  if (operator !== undefined) return operator;
  throw new ApiError('ActionNotSupported', `${operation} is an operation of the embedded home only`);
}
