import { MAX_DELAY_SECONDS, MAX_MESSAGE_BYTES, MAX_VISIBILITY_SECONDS, MAX_WAIT_SECONDS } from './limits.ts';
import { QueueError } from './queue-error.ts';
import { parsePolicy, parseRedrivePolicy } from './redrive-policy.ts';

/** Attributes of a queue by name, as texts; those that were never set are absent. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** Checks a value. @throws QueueError with the reason when it is not allowed */
type Check = (name: string, value: string) => void;

const SETTABLE: Readonly<Record<string, Check>> = {
  DelaySeconds: wholeNumber(0, MAX_DELAY_SECONDS),
  MaximumMessageSize: wholeNumber(1_024, MAX_MESSAGE_BYTES),
  MessageRetentionPeriod: wholeNumber(60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: wholeNumber(0, MAX_WAIT_SECONDS),
  VisibilityTimeout: wholeNumber(0, MAX_VISIBILITY_SECONDS),
  KmsMasterKeyId: () => {},
  KmsDataKeyReusePeriodSeconds: wholeNumber(60, 86_400),
  SqsManagedSseEnabled: oneOf('true', 'false'),
  Policy: (name, value) => {
    parsePolicy(name, value);
  },
  RedrivePolicy: (_name, value) => {
    parseRedrivePolicy(value);
  },
  RedriveAllowPolicy: (name, value) => {
    parsePolicy(name, value);
  },
};

const SETTABLE_IN_FIFO: Readonly<Record<string, Check>> = {
  ContentBasedDeduplication: oneOf('true', 'false'),
  DeduplicationScope: oneOf('queue', 'messageGroup'),
  FifoThroughputLimit: oneOf('perQueue', 'perMessageGroupId'),
};

/** Attributes that an empty text takes away. */
const REMOVABLE = new Set(['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId']);

/** Values of attributes that were never set. */
const DEFAULTS: QueueAttributes = {
  DelaySeconds: '0',
  MaximumMessageSize: String(MAX_MESSAGE_BYTES),
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};

const FIFO_DEFAULTS: QueueAttributes = {
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoQueue: 'true',
  FifoThroughputLimit: 'perQueue',
};

/** All attributes of a queue that have a value, set or not. */
export function effectiveAttributes(set: QueueAttributes, isFifo: boolean): QueueAttributes {
  return { ...DEFAULTS, ...(isFifo && FIFO_DEFAULTS), ...set };
}

/** @throws QueueError when the name or the value of an attribute is not allowed. */
export function checkAttributes(attributes: QueueAttributes, isFifo: boolean): void {
  for (const [name, value] of Object.entries(attributes)) {
    const check = SETTABLE[name] ?? (isFifo ? SETTABLE_IN_FIFO[name] : undefined);
    if (check === undefined) throw unknownAttribute(name);
    if (value !== '' || !REMOVABLE.has(name)) check(name, value);
  }
}

/** The attributes of a queue after some of them were set. */
export function changedAttributes(before: QueueAttributes, changes: QueueAttributes): QueueAttributes {
  const after: Record<string, string> = { ...before, ...changes };
  for (const name of REMOVABLE) if (after[name] === '') delete after[name];
  return after;
}

/** The error of an attribute that queues of this kind do not have. */
export function unknownAttribute(name: string): QueueError {
  return new QueueError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function wholeNumber(from: number, to: number): Check {
  return (name, value) => {
    if (!/^\d{1,15}$/.test(value) || Number(value) < from || Number(value) > to) {
      throw invalidAttribute(name, `it takes a whole number from ${from} to ${to}`);
    }
  };
}

function oneOf(...allowed: readonly string[]): Check {
  return (name, value) => {
    if (!allowed.includes(value)) throw invalidAttribute(name, `it takes ${allowed.join(' or ')}`);
  };
}

function invalidAttribute(name: string, allowed: string): QueueError {
  return new QueueError('InvalidAttributeValue', `Invalid value for the parameter ${name}: ${allowed}.`);
}
