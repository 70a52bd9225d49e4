import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** Time for an object of some megabytes on a slow day. */
const PATIENT = { connectionTimeout: 1_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

const ATTEMPTS = 4;

/**
 * Opens a client of S3. Names of buckets are parts of paths, since emulators have no host names for them, nor certificates those for names
 * with dots.
 */
export function openS3(settings: S3ClientConfig): S3Client {
  const own = { forcePathStyle: true, maxAttempts: ATTEMPTS, requestHandler: PATIENT };
  return new S3Client({ ...own, ...settings });
}
