import { MAX_DELAY_SECONDS, MAX_WAIT_SECONDS } from '../queues/limits.ts';
import { effectiveAttributes } from '../queues/queue-attributes.ts';
import { isFifoName } from '../queues/queue-names.ts';
import type { MessageCounts, QueueDescription } from '../queues/queue-store.ts';
import { textOf, type XmlElement } from '../xml/element.ts';
import { invalidArgument } from './mns-error.ts';
import { wholeNumber } from './operation.ts';
import { fields } from './xml/write-xml.ts';

/** Longest delay in the original; SQS has a shorter one. */
const LONGEST_DELAY = 604_800;
const LONGEST_WAIT = 30;

/** Attributes of a queue in the original, by their names in SQS, with their bounds. */
const NUMBERS = [
  ['DelaySeconds', 'DelaySeconds', 0, LONGEST_DELAY],
  ['MaximumMessageSize', 'MaximumMessageSize', 1_024, 65_536],
  ['MessageRetentionPeriod', 'MessageRetentionPeriod', 60, 604_800],
  ['VisibilityTimeout', 'VisibilityTimeout', 1, 43_200],
  ['PollingWaitSeconds', 'ReceiveMessageWaitTimeSeconds', 0, LONGEST_WAIT],
] as const;

/** The attributes that a document asks for, as SQS names them. @throws MnsError when one is out of bounds. */
export function readQueueAttributes(queue: XmlElement): Readonly<Record<string, string>> {
  checkLogging(queue);
  const attributes: Record<string, string> = {};
  for (const [name, inSqs, from, to] of NUMBERS) {
    const text = textOf(queue, name);
    if (text === undefined || text === '') continue;
    const value = wholeNumber(name, text, from, to);
    if (name === 'DelaySeconds' && value > MAX_DELAY_SECONDS) {
      throw invalidArgument(
        `DelaySeconds ${value}: messages are delayed by ${MAX_DELAY_SECONDS} seconds at most here.`,
      );
    }
    attributes[inSqs] = String(name === 'PollingWaitSeconds' ? Math.min(value, MAX_WAIT_SECONDS) : value);
  }
  return attributes;
}

/** Logging is accepted without effect. @throws MnsError when its value is none. */
export function checkLogging(document: XmlElement): void {
  const text = textOf(document, 'LoggingEnabled') ?? '';
  if (!/^(true|false)?$/i.test(text)) throw invalidArgument('LoggingEnabled is True or False.');
}

/** A queue as the original describes it. */
export function queueFields(queue: QueueDescription, counts: MessageCounts): string {
  const all = effectiveAttributes(queue.attributes, isFifoName(queue.name));
  return fields({
    QueueName: queue.name,
    CreateTime: Math.floor(queue.createdAt / 1_000),
    LastModifyTime: Math.floor(queue.modifiedAt / 1_000),
    VisibilityTimeout: all['VisibilityTimeout'],
    MaximumMessageSize: all['MaximumMessageSize'],
    MessageRetentionPeriod: all['MessageRetentionPeriod'],
    DelaySeconds: all['DelaySeconds'],
    PollingWaitSeconds: all['ReceiveMessageWaitTimeSeconds'],
    ActiveMessages: counts.visible,
    InactiveMessages: counts.inFlight,
    DelayMessages: counts.delayed,
    LoggingEnabled: 'False',
  });
}
