import type { CallOutcome } from '../../ports/task-targets.ts';
import type { ProtocolAnswer } from './queue-server.ts';

/** The failure of a message that cannot be sent as it is. */
export function invalidMessage(cause: string): CallOutcome {
  return { kind: 'failed', failure: { error: 'FnF.InvalidInput', cause } };
}

/** The failure that an answer with an error stands for: the message's fault below 500, ours above. */
export function refusedMessage({ status, body }: ProtocolAnswer): CallOutcome {
  const cause = errorText(body);
  if (status < 500) return invalidMessage(cause);
  return { kind: 'failed', failure: { error: 'mns.InternalError', cause } };
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
