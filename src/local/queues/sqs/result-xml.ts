import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../common/json.ts';
import { element, escapeXml } from '../query/xml-text.ts';

/** Names of the elements of lists. */
const LISTS: Readonly<Record<string, string>> = {
  QueueUrls: 'QueueUrl',
  queueUrls: 'QueueUrl',
  Messages: 'Message',
  Failed: 'BatchResultErrorEntry',
  Results: 'Result',
};

/** Names of the elements of maps, and of the keys in them. */
const MAPS: Readonly<Record<string, readonly [string, string]>> = {
  Attributes: ['Attribute', 'Name'],
  MessageAttributes: ['MessageAttribute', 'Name'],
  Tags: ['Tag', 'Key'],
};

/** The result of an action as the query protocol writes it. */
export function resultXml(action: string, result: JsonObject): string {
  return Object.entries(result)
    .map(([name, value]) => fieldXml(action, name, value))
    .join('');
}

function fieldXml(action: string, name: string, value: JsonValue): string {
  if (isJsonArray(value)) {
    const entry = name === 'Successful' ? `${action}ResultEntry` : (LISTS[name] ?? name);
    return value.map((each) => element(entry, valueXml(action, each))).join('');
  }
  const [entry, key] = MAPS[name] ?? [];
  if (entry === undefined || key === undefined || !isJsonObject(value))
    return element(name, valueXml(action, value));
  return Object.entries(value)
    .map(([found, each]) =>
      element(entry, element(key, escapeXml(found)) + element('Value', valueXml(action, each))),
    )
    .join('');
}

function valueXml(action: string, value: JsonValue): string {
  return isJsonObject(value) ? resultXml(action, value) : escapeXml(String(value));
}
