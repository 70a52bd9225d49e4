import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OPERATION_NAMES, operations } from '../../../src/api/operations.ts';
import type { ApiRequest } from '../../../src/api/protocol/request.ts';
import type { VirtualClock } from '../../../src/testing/memory/virtual-clock.ts';
import { ECHO } from '../../helpers/api-flows.ts';
import { openApiHome } from '../../helpers/api-home.ts';
import { binaryText } from '../../helpers/binary-text.ts';
import { casesOf } from '../../helpers/property-cases.ts';

const contentType = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  '',
);

const anyRequest: fc.Arbitrary<ApiRequest> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', ''),
  path: fc.oneof(fc.constantFrom('/', '', ...OPERATION_NAMES.map((name) => `/${name}`)), binaryText()),
  query: fc.oneof(binaryText(), fc.constantFrom('Action=ListFlows&Version=2019-03-15')),
  headers: contentType.map((type) => ({ 'content-type': type })),
  body: fc.oneof(fc.uint8Array(), binaryText(), fc.json(), fc.constant('')),
});

/** Calls of real operations with any JSON under the names of their parameters. */
const anyCall: fc.Arbitrary<ApiRequest> = fc.constantFrom(...OPERATION_NAMES).chain((operation) =>
  fc
    .dictionary(
      fc.constantFrom(...Object.keys(operations[operation].params), 'RequestId', '__proto__'),
      fc.oneof(fc.constantFrom('f', 'e', '{}', ECHO, '1'), fc.jsonValue()),
    )
    .map((params) => ({
      method: 'POST',
      path: `/${operation}`,
      query: '',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    })),
);

/** The answer of a request that may be held open: time goes on until it comes. */
async function answered<T>(answer: Promise<T>, clock: VirtualClock): Promise<T> {
  let isPending = true;
  const settled = answer.finally(() => {
    isPending = false;
  });
  while (isPending) await clock.advanceBy(10_000);
  return settled;
}

test('whatever is sent is answered with a JSON object, a code on failure only, and no fault of the service', async () => {
  const { api, call, clock, logged } = openApiHome();
  await call('CreateFlow', { Name: 'f', Definition: ECHO, Description: '', Type: 'FDL' });
  await call('StartExecution', { FlowName: 'f', ExecutionName: 'e' });
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyRequest, anyCall), async (request) => {
      const { status, body } = await answered(api(request), clock);
      const answer = JSON.parse(body);
      expect(answer.RequestId).toMatch(/^[\x21-\x7e]{1,128}$/);
      expect(status === 200).toBe(!('Code' in answer));
      expect(status).not.toBe(500);
      expect(logged).toEqual([]);
    }),
    { numRuns: casesOf(1_000) },
  );
});
