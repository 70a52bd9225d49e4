import type { Delivery } from '../../adapters/send-message.ts';
import type { ProtocolAnswer } from './queue-server.ts';

/** What an answer with an error says of a message: below 500 the message's fault, above ours. */
export function refusalOf({ status, body }: ProtocolAnswer): Delivery {
  return { kind: status < 500 ? 'invalid' : 'fault', cause: errorText(body) };
}

/** True when an answer of SQS says that the queue does not exist. */
export function isQueueMissing({ status, body }: ProtocolAnswer): boolean {
  return status === 400 && body.includes('#QueueDoesNotExist"');
}

/** True when an answer of SNS says that the topic does not exist. */
export function isTopicMissing({ status }: ProtocolAnswer): boolean {
  return status === 404;
}

/** The message of an error in JSON (SQS) or XML (SNS). */
function errorText(body: string): string {
  const [, xml] = /<Message>([^<]*)</.exec(body) ?? [];
  if (xml !== undefined) return xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const [, json] = /"message":("(?:[^"\\]|\\.)*")/.exec(body) ?? [];
  return json === undefined ? body : JSON.parse(json);
}
