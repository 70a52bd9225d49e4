import { createVerify } from 'node:crypto';

/** A message as a topic posts it to an endpoint. */
export interface TopicMessage {
  readonly Type: string;
  readonly TopicArn: string;
  readonly Message: string;
  /** The link that confirms a subscription. */
  readonly SubscribeURL?: string;
}

/** Fields that are signed, in this order, as far as a message has them. */
const SIGNED = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
const SNS_HOST = /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

/**
 * Reads a posted message and checks its signature, for the URL of an endpoint is no secret.
 *
 * A signature counts when its certificate, and the link of a confirmation, come from Amazon SNS or from `queues`, the address of the
 * queues and topics of the embedded home. Topics sign with SHA-256 as signature version 2.
 *
 * @returns undefined when the message is not from a topic.
 */
export async function readTopicMessage(body: string, queues?: string): Promise<TopicMessage | undefined> {
  const fields = parseFields(body);
  const certificate = fields['SigningCertURL'] ?? '';
  const links = [certificate, fields['SubscribeURL'] ?? certificate];
  if (fields['SignatureVersion'] !== '2' || !links.every((link) => isOfTopics(link, queues)))
    return undefined;
  const signed = SIGNED.flatMap((name) => (fields[name] === undefined ? [] : [`${name}\n${fields[name]}\n`]));
  const pem = await (await fetch(certificate)).text();
  const isGenuine = createVerify('sha256')
    .update(signed.join(''))
    .verify(pem, fields['Signature'] ?? '', 'base64');
  const { Type = '', TopicArn = '', Message = '', SubscribeURL } = fields;
  if (!isGenuine) return undefined;
  return { Type, TopicArn, Message, ...(SubscribeURL !== undefined && { SubscribeURL }) };
}

/** The texts among the fields of a message; none when the body is no JSON object. */
function parseFields(body: string): Readonly<Record<string, string>> {
  try {
    const entries: readonly [string, unknown][] = Object.entries(JSON.parse(body));
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}

function isOfTopics(link: string, queues: string | undefined): boolean {
  if (!URL.canParse(link)) return false;
  const { origin, protocol, hostname } = new URL(link);
  if (queues !== undefined && origin === new URL(queues).origin) return true;
  return protocol === 'https:' && SNS_HOST.test(hostname);
}
