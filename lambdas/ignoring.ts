import { ApiError, type ErrorCode } from '../src/api/api-error.ts';

/** The result of a call; undefined when it fails with this code. */
export async function ignoring<T>(code: ErrorCode, result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof ApiError && error.code === code) return undefined;
    throw error;
  }
}
