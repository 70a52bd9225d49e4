import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../common/json.ts';
import type { AttributeValue, MessageAttributes } from '../../../queues/message.ts';
import { ACCOUNT } from '../../../queues/names.ts';
import { invalidValue, missingParameter, QueueError } from '../../../queues/queue-error.ts';

/** A text that may be left out. */
export function optionalText(parameters: JsonObject, name: string): string | undefined {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw wrongType(name, 'a string');
}

/** A text. */
export function text(parameters: JsonObject, name: string): string {
  const value = optionalText(parameters, name);
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

/** A whole number within bounds that may be left out; the query protocol sends it as a text. */
export function optionalInteger(
  parameters: JsonObject,
  name: string,
  from: number,
  to: number,
): number | undefined {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw wrongType(name, 'a whole number');
  if (number < from || number > to) {
    throw invalidValue(name, number, `Must be >= ${from} and <= ${to}, if provided.`);
  }
  return number;
}

/** A list of texts; none when it is left out. */
export function texts(parameters: JsonObject, name: string): readonly string[] {
  const values = parameters[name] ?? [];
  if (!isJsonArray(values)) throw wrongType(name, 'a list of strings');
  return values.map((value) => {
    if (typeof value !== 'string') throw wrongType(name, 'a list of strings');
    return value;
  });
}

/** Texts by name; none when they are left out. Numbers and booleans are taken as the texts that they look like. */
export function textMap(parameters: JsonObject, name: string): Readonly<Record<string, string>> {
  const entries = Object.entries(object(parameters, name)).map(([key, value]) => {
    if (value === null || typeof value === 'object') throw wrongType(`${name}.${key}`, 'a string');
    return [key, String(value)] as const;
  });
  return Object.fromEntries(entries);
}

/** The attributes of a message; none when they are left out. */
export function messageAttributes(parameters: JsonObject, name: string): MessageAttributes {
  const entries = Object.entries(object(parameters, name)).map(
    ([key, value]) => [key, attributeValue(value, `${name}.${key}`)] as const,
  );
  return Object.fromEntries(entries);
}

/** The name of the queue that a request means. */
export function queueName(parameters: JsonObject): string {
  const url = text(parameters, 'QueueUrl');
  const name = url.slice(url.lastIndexOf('/') + 1);
  if (name === '') throw invalidValue('QueueUrl', url, `A queue's URL ends with /${ACCOUNT}/ and its name.`);
  return name;
}

function attributeValue(value: JsonValue, name: string): AttributeValue {
  if (!isJsonObject(value)) throw wrongType(name, 'a map');
  const StringValue = optionalText(value, 'StringValue');
  const BinaryValue = optionalText(value, 'BinaryValue');
  return {
    DataType: optionalText(value, 'DataType') ?? '',
    ...(StringValue !== undefined && { StringValue }),
    ...(BinaryValue !== undefined && { BinaryValue }),
  };
}

function object(parameters: JsonObject, name: string): JsonObject {
  const value = parameters[name] ?? {};
  if (!isJsonObject(value)) throw wrongType(name, 'a map');
  return value;
}

function wrongType(name: string, wanted: string): QueueError {
  return new QueueError('InvalidParameterValue', `The parameter ${name} must be ${wanted}.`);
}
