import { randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { createBucket, writeObject } from '../shared/object-store.ts';
import { SOURCE_BUCKET, TARGET_BUCKET } from './regions.ts';

// Uploads so many random bytes under a key, which starts the flow.

const [key = 'films/a.bin', size = '11000000'] = process.argv.slice(2);
const s3 = new S3Client({ forcePathStyle: true });
await createBucket(s3, TARGET_BUCKET);
await writeObject(s3, SOURCE_BUCKET, key, randomBytes(Number(size)));
