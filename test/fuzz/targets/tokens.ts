import { ok } from 'node:assert/strict';
import { decodeTaskToken } from '../../../src/engine/task-token.ts';
import { encodeExecutionToken, encodePageToken } from '../../../src/ports/page-token.ts';
import { apiHome, checkedAnswer } from '../api-run.ts';
import type { Target } from '../target.ts';

const encode = (text: string) => Buffer.from(text).toString('base64url');
const FLOW_ID = '01234567-89ab-cdef-0123-456789abcdef';

/** Tokens of tasks and pages: only the exact text that was handed out is one. */
export const tokens: Target = {
  seeds: [
    `v1#${FLOW_ID}#e#1.2.0#abcdefghijklmnopqrstuv`,
    encode(`v1#${FLOW_ID}#e#1.2.0#abcdefghijklmnopqrstuv`),
    encodePageToken('flows', ['f']),
    encodePageToken(`schedules/${FLOW_ID}`, ['s']),
    encodeExecutionToken(FLOW_ID, { startedAt: 1, id: { flowId: FLOW_ID, name: 'e' } }),
    encodeExecutionToken([FLOW_ID], { startedAt: 1, id: { flowId: FLOW_ID, name: 'e' } }),
  ],
  words: [
    'v1#',
    '#',
    '.',
    '-',
    '_',
    '=',
    '+',
    '/',
    '%',
    '999999999',
    FLOW_ID,
    '["flows","f"]',
    '[',
    '"',
    encode('["'),
  ],
  async run(input) {
    for (const token of [input, encode(input)]) {
      decodeTaskToken(token);
      const { services } = await apiHome();
      const flow = await services.flows.readFlow('f');
      const asFlow = token.replace(FLOW_ID, flow?.id ?? '');
      const report = await call('ReportTaskFailed', { TaskToken: asFlow, Error: 'E' });
      ok('Code' in report, 'a guess must not complete a task');
      for (const operation of ['ListFlows', 'ListExecutions', 'ListSchedules', 'ListOpenTasks'])
        await call(operation, { FlowName: 'f', NextToken: asFlow });
      await call('StartExecution', { FlowName: 'g', CallbackFnFTaskToken: asFlow });
    }
  },
};

async function call(operation: string, params: object) {
  const headers = { 'content-type': 'application/json' };
  return checkedAnswer({
    method: 'POST',
    path: `/${operation}`,
    query: '',
    headers,
    body: JSON.stringify(params),
  });
}
