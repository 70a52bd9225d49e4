import { unreachable } from '../../common/unreachable.ts';
import { reportHeartbeat } from '../../engine/heartbeats.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { heartbeatDetail, taskToken } from '../params/common-params.ts';
import { optional, required } from '../params/params.ts';
import { formatTime } from '../views/format-time.ts';
import { alreadyCompleted, noToken } from './report.ts';

/**
 * Tells that the worker of the task that a token names still works, and how far it has come. The response says by when the
 * next heartbeat must come. The original service has no such operation.
 */
export const reportTaskHeartbeat = operation(
  'ReportTaskHeartbeat',
  { TaskToken: required(taskToken), Detail: optional(heartbeatDetail) },
  async (params, services, { requestId }) => {
    const outcome = await reportHeartbeat(services, params.TaskToken, params.Detail);
    switch (outcome.kind) {
      case 'kept':
        return { NextHeartbeatTime: formatTime(outcome.nextDue), RequestId: requestId };
      case 'alreadyCompleted':
        throw alreadyCompleted();
      case 'invalidToken':
        throw noToken();
      case 'notOwed':
        throw new ApiError(
          'InvalidArgument',
          'The task of this TaskToken has no heartbeatSeconds; add it to the step to have heartbeats kept',
        );
      default:
        return unreachable(outcome);
    }
  },
);
