import { ApiError } from '../api-error.ts';
import type { Operator } from '../operator.ts';
import type { ApiServices } from '../services.ts';

/** What operators of this home use. @throws ApiError `ActionNotSupported` where they have other means, as on AWS */
export function findOperator({ operator }: ApiServices, operation: string): Operator {
  if (operator !== undefined) return operator;
  throw new ApiError('ActionNotSupported', `${operation} is an operation of the embedded home only`);
}
