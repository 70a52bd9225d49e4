import type { BlobStore } from '../../../ports/blob-store.ts';
import { systemClock } from '../../system.ts';
import type { AwsConfig } from '../config.ts';
import { S3BlobStore } from './s3-blob-store.ts';

/** The large texts of a deployment. */
export function blobsOf({ region, blobsBucket }: Pick<AwsConfig, 'region' | 'blobsBucket'>): BlobStore {
  const openClient = async () => new (await import('../objects/s3-clients.ts')).ObjectClient({ region });
  return new S3BlobStore({ openClient, bucket: blobsBucket, clock: systemClock });
}
