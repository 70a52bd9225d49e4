import { ApiError } from '../api-error.ts';
import type { ApiServices } from '../services.ts';

/**
 * Runs work that waits for the end of an execution, unless too many callers wait already.
 *
 * @throws ApiError `ResourceThrottled`, before anything is done
 */
export async function withPlaceToWait<T>({ admission }: ApiServices, work: () => Promise<T>): Promise<T> {
  if (admission === undefined) return work();
  const release = admission.takePlaceToWait();
  if (release === undefined) {
    throw new ApiError(
      'ResourceThrottled',
      'Too many callers wait for the end of an execution; come back in a moment, or ask without waiting',
    );
  }
  try {
    return await work();
  } finally {
    release();
  }
}
