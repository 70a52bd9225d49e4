import { operation } from '../operation.ts';
import { errorCause, errorName, taskToken } from '../params/common-params.ts';
import { optional, required } from '../params/params.ts';
import { report } from './report.ts';

/** Fails the task that a token names; its retry and catch apply as to any other error. */
export const reportTaskFailed = operation(
  'ReportTaskFailed',
  { TaskToken: required(taskToken), Error: required(errorName), Cause: optional(errorCause) },
  async (params, services, { requestId }) => {
    const failure = { error: params.Error, cause: params.Cause ?? '' };
    const eventId = await report(services, params.TaskToken, { kind: 'failed', failure });
    return { EventId: eventId, RequestId: requestId };
  },
);
