import { createHash } from 'node:crypto';
import type { JsonObject } from '../../common/json.ts';
import type { StartRequest } from '../../engine/start-execution.ts';

/** An object that was just created, by any request. */
export interface ObjectCreated {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Orders the writes under one key, and tells them apart. */
  readonly sequencer: string;
  readonly reason: 'PutObject' | 'CompleteMultipartUpload';
}

/** Objects whose creation starts a flow. */
export interface UploadRule {
  readonly bucket: string;
  /** Beginning of their keys; absent for all. */
  readonly prefix?: string;
  /** End of their keys, after the prefix; absent for all. */
  readonly suffix?: string;
  readonly flow: string;
  /** A published version or an alias of the flow; absent for its newest definition. */
  readonly qualifier?: string;
}

/**
 * The starts that an object causes, one per flow that a rule names for it; the first such rule counts.
 *
 * The input is the `detail` of the event that S3 sends on AWS. The name derives from the event, so a repeat starts
 * nothing new.
 */
export function startsOf(created: ObjectCreated, rules: readonly UploadRule[]): readonly StartRequest[] {
  const executionName = `event-${eventId(created)}`;
  const input = JSON.stringify(eventDetail(created));
  const starts = new Map<string, StartRequest>();
  for (const { flow: flowName, qualifier } of rules.filter((rule) => fits(rule, created))) {
    if (starts.has(flowName)) continue;
    starts.set(flowName, { flowName, executionName, input, ...(qualifier !== undefined && { qualifier }) });
  }
  return [...starts.values()];
}

function fits({ bucket, prefix = '', suffix = '' }: UploadRule, created: ObjectCreated): boolean {
  if (bucket !== created.bucket || !created.key.startsWith(prefix)) return false;
  return created.key.slice(prefix.length).endsWith(suffix);
}

/** The same for a repeat of the event, and for no other. */
export function eventId({ bucket, key, sequencer }: ObjectCreated): string {
  return createHash('sha256')
    .update(JSON.stringify([bucket, key, sequencer]))
    .digest('hex')
    .slice(0, 32);
}

/** The `detail` of the event that S3 sends on AWS. */
export function eventDetail(created: ObjectCreated): JsonObject {
  const { bucket, key, size, etag, sequencer, reason } = created;
  return {
    version: '0',
    bucket: { name: bucket },
    object: { key, size, etag, sequencer },
    'request-id': eventId(created),
    requester: '000000000000',
    'source-ip-address': '127.0.0.1',
    reason,
  };
}
