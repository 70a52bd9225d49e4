import { operation } from '../operation.ts';
import { checkDataSize } from '../params/check-data-size.ts';
import { taskToken } from '../params/common-params.ts';
import { jsonObject } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { report } from './report.ts';

/** Completes the task that a token names; its output is kept byte for byte. */
export const reportTaskSucceeded = operation(
  'ReportTaskSucceeded',
  { TaskToken: required(taskToken), Output: required(jsonObject) },
  async (params, services, { requestId }) => {
    checkDataSize('Output', params.Output, services.limits);
    const result = { kind: 'succeeded', output: params.Output } as const;
    return { EventId: await report(services, params.TaskToken, result), RequestId: requestId };
  },
);
