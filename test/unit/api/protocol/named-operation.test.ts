import { describe, expect, test } from 'vitest';
import { namedOperation } from '../../../../src/api/protocol/named-operation.ts';

const rpc = (given: Readonly<Record<string, string>>) =>
  namedOperation({
    binding: 'rpc',
    method: 'GET',
    headers: {},
    query: '',
    body: '',
    given: new Map(Object.entries(given)),
  });
const json = (operation: string) =>
  namedOperation({ binding: 'json', operation, headers: {}, given: new Map() });

const KNOWN = { Action: 'ListFlows', Version: '2019-03-15' };

describe('the operation of a call', () => {
  test.each([KNOWN, { ...KNOWN, Format: 'json' }, { ...KNOWN, Format: '' }, { ...KNOWN, Format: 'XML' }])(
    '%j is ListFlows',
    (given) => {
      expect(rpc(given)).toBe('ListFlows');
    },
  );

  test('in JSON the path names it', () => {
    expect(json('ListFlows')).toBe('ListFlows');
  });

  test.each([
    [{}, 'MissingRequiredParams', 'Missing required parameter Action, Version'],
    [{ Action: 'ListFlows' }, 'MissingRequiredParams', 'Missing required parameter Version'],
    [{ ...KNOWN, Action: '' }, 'MissingRequiredParams', 'Missing required parameter Action'],
    [{ ...KNOWN, Version: '2019-03-16' }, 'APIVersionNotSupported', 'allowed is 2019-03-15'],
    [{ ...KNOWN, Format: 'CSV' }, 'InvalidArgument', 'Parameter Format is "CSV"; allowed are JSON'],
    [{ ...KNOWN, Action: 'listFlows' }, 'ActionNotSupported', 'Operation "listFlows" is not known'],
    [{ ...KNOWN, Action: 'toString' }, 'ActionNotSupported', 'known are CreateFlow, UpdateFlow'],
  ])('%j answers %s', (given, code, message) => {
    expect(() => rpc(given as Record<string, string>)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  test.each(['', 'Unknown', 'ListFlows/', 'constructor'])('the path /%s is not an operation', (path) => {
    expect(() => json(path)).toThrow(expect.objectContaining({ code: 'ActionNotSupported' }));
  });
});
