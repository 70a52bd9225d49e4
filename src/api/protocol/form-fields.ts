import { cutText } from '../../common/cut-text.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { ApiError } from '../api-error.ts';

/**
 * Adds the fields of a query or form (`a=1&b=x%20y`, `+` is a space) to those already read.
 *
 * @throws ApiError when an escape is broken, or a name comes again with another value.
 */
export function addFields(fields: Map<string, string>, encoded: string): void {
  for (const pair of encoded.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    addField(fields, name, value);
  }
}

/**
 * Adds one field to those already read.
 *
 * @throws ApiError when its name has come with another value.
 */
export function addField(fields: Map<string, string>, name: string, value: string): void {
  const earlier = fields.get(name);
  if (earlier !== undefined && earlier !== value) {
    throw new ApiError('InvalidArgument', `Parameter ${name} is given twice with different values`);
  }
  fields.set(name, value);
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    throw new ApiError(
      'InvalidArgument',
      `${stringifyJson(cutText(encoded, 40))} is not percent-encoded UTF-8: a % is followed by two hexadecimal digits`,
    );
  }
}
