import type { ExecutionLimits } from '../../limits.ts';
import { ApiError } from '../api-error.ts';

/** Refuses a text that no step could hold. @throws ApiError `EntityTooLarge` */
export function checkDataSize(
  name: string,
  text: string,
  limits: Pick<ExecutionLimits, 'stepDataBytes'>,
): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= limits.stepDataBytes) return;
  throw new ApiError(
    'EntityTooLarge',
    `Parameter ${name} has ${bytes} bytes; allowed are ${limits.stepDataBytes}`,
  );
}
