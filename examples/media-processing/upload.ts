import { readFileSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { createBucket, writeObject } from '../shared/object-store.ts';
import { RESULTS } from './results.ts';

// Uploads the film of this example, which starts the flow.

const s3 = new S3Client({ forcePathStyle: true });
const film = readFileSync(new URL('files/clip.mov', import.meta.url));
await createBucket(s3, RESULTS);
await writeObject(s3, 'media-uploads', 'films/clip.mov', film);
