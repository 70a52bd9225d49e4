import { deepStrictEqual } from 'node:assert/strict';
import { ApiError } from '../../../src/api/api-error.ts';
import { OPERATION_NAMES, operations } from '../../../src/api/operations.ts';
import { addFields } from '../../../src/api/protocol/form-fields.ts';
import { canonicalQuery, signRpc } from '../../../src/api/protocol/rpc-signature.ts';
import { checkedAnswer } from '../api-run.ts';
import type { Target } from '../target.ts';

const VERSION = 'Version=2019-03-15';
const names = [...new Set(OPERATION_NAMES.flatMap((name) => Object.keys(operations[name].params)))];

/** Forms of the RPC protocol: each gets an answer, and what is signed reads back as what was sent. */
export const rpc: Target = {
  seeds: OPERATION_NAMES.map(
    (name) =>
      `Action=${name}&${VERSION}&Name=f&FlowName=f&ExecutionName=e&ScheduleName=s&Limit=1&Input=%7B%7D`,
  ),
  words: [
    ...names.map((name) => `&${name}=`),
    ...OPERATION_NAMES.map((name) => `Action=${name}`),
    ...[
      '%00',
      '%41',
      '%C3%A9',
      '%',
      '%ff',
      '+',
      '&',
      '=',
      '&&',
      '%7B%22a%22%3A1%7D',
      '%5B%5D',
      '__proto__=1',
    ],
    ...['Format=JSON', 'RequestId=r', VERSION, 'True', '2024-01-01T00:00:00Z', '@every%201m', '999', 'fresh'],
  ],
  async run(form) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await checkedAnswer({ method: 'POST', path: '/', query: '', headers, body: form });
    const fields = fieldsOf(form);
    if (fields === undefined || !form.isWellFormed()) return;
    signRpc('POST', fields, 'secret');
    fields.delete('Signature');
    deepStrictEqual([...(fieldsOf(canonicalQuery(fields)) ?? [])].toSorted(), [...fields].toSorted());
  },
};

function fieldsOf(form: string): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  try {
    addFields(fields, form);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
  return fields;
}
