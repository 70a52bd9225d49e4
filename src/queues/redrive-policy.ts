import { isJsonObject } from '../common/json.ts';
import { queueNameOfArn } from './names.ts';
import { QueueError } from './queue-error.ts';

/** The number of receives after which a message becomes a dead letter, and the queue that takes it. */
export interface RedrivePolicy {
  readonly deadLetters: string;
  readonly maxReceiveCount: number;
}

const MAX_RECEIVES = 1_000;

/** Reads the attribute `RedrivePolicy` of a queue. @throws QueueError when it is no such policy. */
export function parseRedrivePolicy(text: string): RedrivePolicy {
  const { deadLetterTargetArn: arn, maxReceiveCount: count } = parsePolicy('RedrivePolicy', text);
  if (arn === undefined || count === undefined) {
    throw invalidPolicy(
      'RedrivePolicy',
      text,
      'Redrive policy does not contain mandatory attribute: deadLetterTargetArn and maxReceiveCount',
    );
  }
  const deadLetters = typeof arn === 'string' ? queueNameOfArn(arn) : undefined;
  if (deadLetters === undefined)
    throw invalidPolicy('RedrivePolicy', text, 'Invalid value for deadLetterTargetArn.');
  const maxReceiveCount = Number(count);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > MAX_RECEIVES) {
    throw invalidPolicy(
      'RedrivePolicy',
      text,
      `Invalid value for maxReceiveCount: ${JSON.stringify(count)}, valid values are from 1 to ${MAX_RECEIVES} both inclusive.`,
    );
  }
  return { deadLetters, maxReceiveCount };
}

/** Whether a queue lets another one name it for its dead letters, by its attribute `RedriveAllowPolicy`. */
export function allowsRedriveFrom(allowPolicy: string | undefined, sourceArn: string): boolean {
  if (allowPolicy === undefined) return true;
  const { redrivePermission, sourceQueueArns } = parsePolicy('RedriveAllowPolicy', allowPolicy);
  if (redrivePermission === 'byQueue')
    return Array.isArray(sourceQueueArns) && sourceQueueArns.includes(sourceArn);
  return redrivePermission !== 'denyAll';
}

/** A policy in JSON. @throws QueueError when the text is no JSON object. */
export function parsePolicy(name: string, text: string) {
  try {
    const policy: unknown = JSON.parse(text);
    if (isJsonObject(policy)) return policy;
  } catch {
    // Said below.
  }
  throw invalidPolicy(name, text, `${name} is not a valid JSON map.`);
}

/** The error of a policy that cannot be kept. */
export function invalidPolicy(name: string, text: string, reason: string): QueueError {
  const shown = text.slice(0, 1_000);
  return new QueueError(
    'InvalidParameterValue',
    `Value ${shown} for parameter ${name} is invalid. Reason: ${reason}`,
  );
}
