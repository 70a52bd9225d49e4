import { readFileSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { createBucket, writeObject } from '../shared/object-store.ts';

// Uploads what the example's manifest lists: the mother package and the data of the channels.

const s3 = new S3Client({ forcePathStyle: true });
const manifest: { objects: readonly { bucket: string; key: string; file: string }[] } = JSON.parse(
  readFileSync(new URL('example.json', import.meta.url), 'utf8'),
);
for (const { bucket, key, file } of manifest.objects) {
  await createBucket(s3, bucket);
  await writeObject(s3, bucket, key, readFileSync(new URL(file, import.meta.url)));
  console.log(`${bucket}/${key}`);
}
