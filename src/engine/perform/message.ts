import { isJsonObject, type JsonValue } from '../../common/json.ts';
import type { QueueCall, TopicCall } from '../../ports/task-targets.ts';

type Parameters = Readonly<Record<string, JsonValue>>;

/** Largest `Priority`; 1 is served first. */
const MAX_PRIORITY = 16;

/** Largest `DelaySeconds` of a queue message: seven days. */
const MAX_DELAY_SECONDS = 604_800;

/** A queue message from evaluated service parameters; a text answers what is wrong with them. */
export function queueMessage(
  params: Parameters,
): Pick<QueueCall, 'body' | 'priority' | 'delaySeconds'> | string {
  const body = textOf(params['MessageBody']);
  const priority = wholeNumber(params, 'Priority', 1, MAX_PRIORITY);
  const delaySeconds = wholeNumber(params, 'DelaySeconds', 0, MAX_DELAY_SECONDS);
  if (body === undefined) return 'MessageBody is missing: its path leads nowhere in the input of the step';
  if (typeof priority === 'string') return priority;
  if (typeof delaySeconds === 'string') return delaySeconds;
  return {
    body,
    ...(priority !== undefined && { priority }),
    ...(delaySeconds !== undefined && { delaySeconds }),
  };
}

/** A topic message from evaluated service parameters; a text answers what is wrong with them. */
export function topicMessage(params: Parameters): Pick<TopicCall, 'body' | 'tag' | 'attributes'> | string {
  const body = textOf(params['MessageBody']);
  const tag = textOf(params['MessageTag']);
  const attributes = objectOf(params['MessageAttributes']);
  if (body === undefined) return 'MessageBody is missing: its path leads nowhere in the input of the step';
  if (attributes !== undefined && !isJsonObject(attributes)) {
    return `MessageAttributes must be a JSON object, or the text of one, found ${JSON.stringify(attributes)}`;
  }
  return { body, ...(tag !== undefined && { tag }), ...(attributes !== undefined && { attributes }) };
}

/** The value that a JSON text stands for; anything else as it is. */
function objectOf(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Text as it is, anything else as compact JSON. */
function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

function wholeNumber(
  params: Parameters,
  name: string,
  min: number,
  max: number,
): number | string | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const isAllowed = typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max;
  return isAllowed
    ? number
    : `${name} must be a whole number from ${min} to ${max}, found ${JSON.stringify(value)}`;
}
