import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../common/json.ts';
import type { AttributeValue, MessageAttributes } from '../../../queues/message.ts';
import { invalidParameter, TopicError } from '../../../queues/topics/topic-error.ts';

/** A text that may be left out. */
export function optionalText(parameters: JsonObject, name: string): string | undefined {
  const value = parameters[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  throw invalidParameter(name, 'it must be a text');
}

/** A text. */
export function text(parameters: JsonObject, name: string): string {
  const value = optionalText(parameters, name);
  if (value === undefined || value === '') throw invalidParameter(name, 'it is required');
  return value;
}

/** Texts by name; none when they are left out. */
export function textMap(parameters: JsonObject, name: string): Readonly<Record<string, string>> {
  const entries = Object.entries(map(parameters, name)).map(([key, value]) => {
    if (typeof value !== 'string') throw invalidParameter(`${name}.${key}`, 'it must be a text');
    return [key, value] as const;
  });
  return Object.fromEntries(entries);
}

/** A list of texts; none when it is left out. */
export function texts(parameters: JsonObject, name: string): readonly string[] {
  const values = parameters[name] ?? [];
  if (!isJsonArray(values)) throw invalidParameter(name, 'it must be a list');
  return values.flatMap((value) => (typeof value === 'string' ? [value] : []));
}

/** The entries of a batch. @throws TopicError when the batch as a whole cannot be served. */
export function entries(parameters: JsonObject, name: string): readonly (readonly [string, JsonObject])[] {
  const values = parameters[name] ?? [];
  if (!isJsonArray(values) || values.length === 0) {
    throw new TopicError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  }
  if (values.length > 10) {
    throw new TopicError(
      'TooManyEntriesInBatchRequest',
      'The batch request contains more entries than permissible.',
    );
  }
  const found = values.map((value) => {
    const entry = isJsonObject(value) ? value : {};
    return [text(entry, 'Id'), entry] as const;
  });
  const ids = found.map(([id]) => id);
  if (ids.some((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id))) {
    throw new TopicError(
      'InvalidBatchEntryId',
      "The Id of a batch entry doesn't abide by the specification.",
    );
  }
  if (new Set(ids).size < ids.length) {
    throw new TopicError(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  return found;
}

/** The attributes of a message; none when they are left out. */
export function messageAttributes(parameters: JsonObject): MessageAttributes {
  const found = Object.entries(map(parameters, 'MessageAttributes'));
  return Object.fromEntries(found.map(([name, value]) => [name, attributeValue(name, value)]));
}

function attributeValue(name: string, value: JsonValue): AttributeValue {
  if (!isJsonObject(value)) throw invalidParameter(`MessageAttributes.${name}`, 'it must have a Value');
  const StringValue = optionalText(value, 'StringValue');
  const BinaryValue = optionalText(value, 'BinaryValue');
  return {
    DataType: optionalText(value, 'DataType') ?? '',
    ...(StringValue !== undefined && { StringValue }),
    ...(BinaryValue !== undefined && { BinaryValue }),
  };
}

function map(parameters: JsonObject, name: string): JsonObject {
  const value = parameters[name];
  return isJsonObject(value) ? value : {};
}
