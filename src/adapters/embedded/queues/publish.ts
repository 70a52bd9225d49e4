import { deduplicationIdOf } from '../../../queues/deduplication.ts';
import { DEDUPLICATION_MS } from '../../../queues/limits.ts';
import { formatSequence, type NewMessage } from '../../../queues/message.ts';
import { noticeProblem, textFor } from '../../../queues/topics/check-notice.ts';
import { deliveryOf } from '../../../queues/topics/deliveries.ts';
import type { Notice } from '../../../queues/topics/notification.ts';
import { deadLettersOfSubscription } from '../../../queues/topics/topic-attributes.ts';
import { isFifoTopic } from '../../../queues/topics/topic-names.ts';
import type {
  NewNotice,
  Published,
  Settled,
  Subscription,
  Topic,
} from '../../../queues/topics/topic-store.ts';
import { putIntoPushQueue } from './push-queues.ts';
import { findQueue } from './queue-rows.ts';
import { sendMessages } from './send-messages.ts';
import { listSubscriptions, requireTopic } from './topic-rows.ts';
import type { Work } from './work.ts';

/** Messages of topics are remembered beside those of queues, whose ids are never 0. */
const TOPICS = 0;

/** The parts that publishing needs. */
interface Publishing {
  readonly work: Work;
  readonly topic: Topic;
  readonly subscriptions: readonly Subscription[];
  /** Hears that a queue was made in which messages wait for a subscriber that is called. */
  readonly onQueueMade: () => void;
  /** Called with each message that a subscriber does not get, and the reason. */
  readonly onUndelivered: (subscription: Subscription, reason: string) => void;
}

/** Puts messages of a topic into the queues of its subscribers, each that the topic takes. */
export function publish(
  work: Work,
  name: string,
  notices: readonly NewNotice[],
  outside: Omit<Publishing, 'work' | 'topic' | 'subscriptions'>,
): readonly Settled<Published>[] {
  const topic = requireTopic(work.sql, name);
  const subscriptions = listSubscriptions(work.sql, name).filter(({ token }) => token === undefined);
  return notices.map((notice) => {
    const error = noticeProblem(notice, topic);
    if (error !== undefined) return { error };
    return { value: publishOne({ ...outside, work, topic, subscriptions }, notice) };
  });
}

function publishOne(publishing: Publishing, given: NewNotice): Published {
  const { work, topic } = publishing;
  const deduplicationId = deduplicationIdOf({ ...given, body: given.message });
  const isFifo = isFifoTopic(topic.name);
  const known = isFifo ? findKnown(work, topic.name, deduplicationId) : undefined;
  if (known !== undefined) return known;
  const messageId = work.ids.uuid();
  const published = isFifo ? { messageId, sequenceNumber: nextSequence(work) } : { messageId };
  if (isFifo) remember(work, topic.name, deduplicationId, published);
  const { message, isStructured, ...rest } = given;
  const notice = { ...rest, ...published, deduplicationId, topic: topic.name, publishedAt: work.now };
  for (const subscription of publishing.subscriptions) {
    const text = isStructured ? (textFor(subscription.protocol, message) ?? message) : message;
    deliver(publishing, subscription, { ...notice, message: text });
  }
  return published;
}

function deliver(publishing: Publishing, subscription: Subscription, notice: Notice): void {
  const { work, onUndelivered } = publishing;
  const delivery = deliveryOf(subscription, notice);
  if (delivery === undefined) return;
  if (delivery.isPush) {
    if (putIntoPushQueue(work, delivery.queueName, delivery.message)) publishing.onQueueMade();
    return;
  }
  const problem = put(work, delivery.queueName, delivery.message);
  if (problem === undefined) return;
  const deadLetters = deadLettersOfSubscription(subscription.attributes);
  const isKept = deadLetters !== undefined && put(work, deadLetters, delivery.message) === undefined;
  if (!isKept) onUndelivered(subscription, problem);
}

/** @returns why the queue does not take the message; undefined when it has. */
function put(work: Work, queueName: string, message: NewMessage): string | undefined {
  const queue = findQueue(work.sql, queueName);
  if (queue === undefined) return `there is no queue ${queueName}`;
  const [settled] = sendMessages(work, queue, [message]);
  return settled !== undefined && 'error' in settled ? settled.error.message : undefined;
}

/** Larger than that of every message before. */
function nextSequence({ sql }: Work): string {
  sql.run("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'messages'");
  const row = sql.get<{ readonly seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'messages'");
  if (row !== undefined) return formatSequence(row.seq);
  sql.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('messages', 1)");
  return formatSequence(1);
}

function findKnown({ sql, now }: Work, topic: string, id: string): Published | undefined {
  const found = sql.get<{ readonly id: string; readonly sequence: number }>(
    'SELECT id, sequence FROM known_messages WHERE queue = ? AND deduplication = ? AND forgotten_at > ?',
    TOPICS,
    `${topic} ${id}`,
    now,
  );
  return found && { messageId: found.id, sequenceNumber: formatSequence(found.sequence) };
}

function remember({ sql, now }: Work, topic: string, id: string, published: Published): void {
  sql.run(
    'INSERT OR REPLACE INTO known_messages (queue, deduplication, forgotten_at, sequence, id) VALUES (?, ?, ?, ?, ?)',
    TOPICS,
    `${topic} ${id}`,
    now + DEDUPLICATION_MS,
    Number(published.sequenceNumber),
    published.messageId,
  );
}
