import { effectiveAttributes, type QueueAttributes } from './queue-attributes.ts';
import { isFifoName } from './queue-names.ts';
import { parseRedrivePolicy, type RedrivePolicy } from './redrive-policy.ts';

/** Tag of a queue whose messages are received in the order of their attribute `Priority`, the lowest number first. */
export const PRIORITY_TAG = 'fdl:orders-by-priority';

/** The settings by which a queue treats its messages. */
export interface QueueSettings {
  readonly isFifo: boolean;
  readonly delaySeconds: number;
  readonly maximumMessageSize: number;
  readonly retentionMs: number;
  readonly waitSeconds: number;
  readonly visibilitySeconds: number;
  readonly redrive?: RedrivePolicy;
  readonly ordersByPriority: boolean;
  readonly deduplicatesByContent: boolean;
  readonly deduplicatesByGroup: boolean;
}

/** Reads the settings from the attributes and tags of a queue. */
export function readSettings(
  name: string,
  attributes: QueueAttributes,
  tags: Readonly<Record<string, string>>,
): QueueSettings {
  const isFifo = isFifoName(name);
  const all = effectiveAttributes(attributes, isFifo);
  const redrive = attributes['RedrivePolicy'];
  return {
    isFifo,
    delaySeconds: Number(all['DelaySeconds']),
    maximumMessageSize: Number(all['MaximumMessageSize']),
    retentionMs: Number(all['MessageRetentionPeriod']) * 1_000,
    waitSeconds: Number(all['ReceiveMessageWaitTimeSeconds']),
    visibilitySeconds: Number(all['VisibilityTimeout']),
    ...(redrive !== undefined && { redrive: parseRedrivePolicy(redrive) }),
    ordersByPriority: tags[PRIORITY_TAG] === 'true',
    deduplicatesByContent: all['ContentBasedDeduplication'] === 'true',
    deduplicatesByGroup: all['DeduplicationScope'] === 'messageGroup',
  };
}
