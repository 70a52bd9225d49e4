import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../src/common/json.ts';
import { eventDetail } from '../../src/local/objects/object-created.ts';

/** An object as a manifest writes it: the content of a file, or so many bytes of a pattern. */
export type GivenUpload = { readonly bucket: string; readonly key: string } & (
  | { readonly file: string }
  | { readonly bytes: number }
);

/** An object to be uploaded. */
export interface CaseUpload {
  readonly bucket: string;
  readonly key: string;
  readonly body: Buffer;
}

/** An object of a manifest with its content. */
export function readUpload(given: GivenUpload, folder: URL): CaseUpload {
  const { bucket, key } = given;
  return {
    bucket,
    key,
    body: 'file' in given ? readFileSync(new URL(given.file, folder)) : pattern(given.bytes),
  };
}

/** Bytes in which no two chunks are alike. */
function pattern(size: number): Buffer {
  const body = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) body.writeUInt32BE(Math.imul(at, 2_654_435_761) >>> 0, at);
  return body;
}

/** The input that an upload gives, but for its sequence number. */
export function inputOfUpload({ bucket, key, body }: CaseUpload): JsonObject {
  const etag = createHash('md5').update(body).digest('hex');
  return eventDetail({ bucket, key, size: body.length, etag, sequencer: '0', reason: 'PutObject' });
}

/** The input that a schedule gives, but for the time. */
export function inputOfSchedule(payload: JsonObject): JsonObject {
  return { payload, triggerName: SCHEDULE_NAME, triggerTime: '2026-01-05T12:00:00Z' };
}

/** Name of the schedule that starts a case. */
export const SCHEDULE_NAME = 'started-by-cron';
