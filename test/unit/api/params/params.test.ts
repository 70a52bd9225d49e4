import { describe, expect, test } from 'vitest';
import {
  boolean,
  integer,
  jsonObject,
  jsonObjectOrEmpty,
  name,
  oneOf,
  text,
  time,
} from '../../../../src/api/params/param-kinds.ts';
import { type Kind, optional, readParams, required } from '../../../../src/api/params/params.ts';
import type { JsonValue } from '../../../../src/common/json.ts';

function parse(kind: Kind<unknown>, given: JsonValue): unknown {
  const parsed = kind.parse(given);
  return 'problem' in parsed ? `problem: ${parsed.problem}` : parsed.value;
}

const deep = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;

describe('kinds of parameters', () => {
  test.each<[string, Kind<unknown>, JsonValue, unknown]>([
    ['a name', name, '_a-Z9', '_a-Z9'],
    ['a name of 128 characters', name, 'a'.repeat(128), 'a'.repeat(128)],
    ['a text', text(0, 3), '', ''],
    ['an integer text', integer(0, 60), '60', 60],
    ['an integer with zeros before it', integer(0, 60), '007', 7],
    ['a number', integer(0, 60), 0, 0],
    ['true', boolean, 'true', true],
    ['True', boolean, 'True', true],
    ['a JSON boolean', boolean, false, false],
    ['a word', oneOf('FDL', 'DEFAULT'), 'FDL', 'FDL'],
    ['a time', time, '2024-01-31T12:00:00.5Z', Date.UTC(2024, 0, 31, 12, 0, 0, 500)],
    ['a time with an offset', time, '2024-01-31T12:00:00+08:00', Date.UTC(2024, 0, 31, 4)],
    ['JSON text', jsonObject, ' { "a" : 1.0 } ', ' { "a" : 1.0 } '],
    ['a JSON object', jsonObject, { a: [1, null] }, '{"a":[1,null]}'],
    ['JSON text of 500 levels', jsonObject, deep(500), deep(500)],
    ['an empty payload', jsonObjectOrEmpty, '', ''],
    ['a payload', jsonObjectOrEmpty, '{}', '{}'],
  ])('%s is taken', (_title, kind, given, value) => {
    expect(parse(kind, given)).toEqual(value);
  });

  test.each<[Kind<unknown>, JsonValue, string]>([
    [name, '', 'is ""; allowed is 1 to 128 letters, digits, _ and -, beginning with a letter or _'],
    [name, '1a', 'is "1a"; allowed is'],
    [name, 'a\n', 'is "a\\n"; allowed is'],
    [name, 'ä', 'is "ä"; allowed is'],
    [name, 'x'.repeat(129), `is "${'x'.repeat(58)}…; allowed is`],
    [name, null, 'is null; allowed is'],
    [name, ['a'], 'is an array; allowed is'],
    [text(1, 3), '', 'has 0 characters; allowed are 1 to 3'],
    [text(1, 3), 'abcd', 'has 4 characters; allowed are 1 to 3'],
    [text(0, 3), 5, 'is 5; allowed is a text'],
    [text(0, 3), { a: 1 }, 'is an object; allowed is a text'],
    [integer(1, 99), '0', 'is "0"; allowed is a whole number from 1 to 99'],
    [integer(1, 99), '100', 'is "100"; allowed is'],
    [integer(1, 99), '1e1', 'is "1e1"; allowed is'],
    [integer(1, 99), '-1', 'is "-1"; allowed is'],
    [integer(1, 99), ' 1', 'is " 1"; allowed is'],
    [integer(1, 99), 1.5, 'is 1.5; allowed is'],
    [boolean, 'yes', 'is "yes"; allowed is true or false'],
    [boolean, 1, 'is 1; allowed is true or false'],
    [oneOf('FDL', 'DEFAULT'), 'fdl', 'is "fdl"; allowed is FDL, DEFAULT'],
    [time, '2024-02-30T00:00:00Z', 'is "2024-02-30T00:00:00Z"; allowed is an RFC 3339 time'],
    [time, '2024-02-01', 'is "2024-02-01"; allowed is an RFC 3339 time'],
    [jsonObject, '', 'is not JSON: '],
    [jsonObject, '{"a":1', 'is not JSON: '],
    [jsonObject, '[1]', 'is the JSON text of an array; allowed is the text of a JSON object'],
    [jsonObject, 'null', 'is the JSON text of null; allowed is'],
    [jsonObject, '"{}"', 'is the JSON text of a string; allowed is'],
    [jsonObject, [], 'is an array; allowed is a JSON object'],
    [jsonObject, 1, 'is a number; allowed is a JSON object'],
    [jsonObject, deep(501), 'is nested deeper than 500 levels'],
    [jsonObject, JSON.parse(deep(501)), 'is nested deeper than 500 levels'],
    [jsonObject, `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'is nested deeper than 500 levels'],
    [jsonObjectOrEmpty, '7', 'is the JSON text of a number; allowed is'],
  ])(
    '%# a value of another kind is refused with what was given and what is allowed',
    (kind, given, problem) => {
      expect(parse(kind, given)).toContain(`problem: ${problem}`);
    },
  );
});

describe('reading parameters', () => {
  const table = {
    Name: required(name),
    Text: optional(text(0, 10)),
    Limit: optional(integer(1, 9)),
  };
  const read = (given: Record<string, JsonValue>) => readParams(table, new Map(Object.entries(given)));

  test('values arrive by name, the rest is ignored', () => {
    expect(read({ Name: 'a', Limit: '3', Other: 1, __proto__: 'x' })).toEqual({ Name: 'a', Limit: 3 });
  });

  test('an empty text is a value where it can be one, and nothing where it cannot', () => {
    expect(read({ Name: 'a', Text: '', Limit: '' })).toEqual({ Name: 'a', Text: '' });
    expect(() => read({ Name: '' })).toThrow('Parameter Name is ""');
  });

  test('every missing parameter is named', () => {
    expect(() => readParams({ A: required(name), B: required(name), C: optional(name) }, new Map())).toThrow(
      expect.objectContaining({ code: 'MissingRequiredParams', message: 'Missing required parameter A, B' }),
    );
  });

  test('every wrong parameter is named', () => {
    expect(() => read({ Name: '?', Limit: '0' })).toThrow(
      expect.objectContaining({
        code: 'InvalidArgument',
        message:
          'Parameter Name is "?"; allowed is 1 to 128 letters, digits, _ and -, beginning with a letter or _; ' +
          'Parameter Limit is "0"; allowed is a whole number from 1 to 9',
      }),
    );
  });
});
