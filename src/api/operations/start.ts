import { unreachable } from '../../common/unreachable.ts';
import { startExecution } from '../../engine/start-execution.ts';
import { decodeTaskToken } from '../../engine/task-token.ts';
import type { Labels } from '../../flow/labels.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { FlowRecord } from '../../ports/flow-store.ts';
import { ApiError } from '../api-error.ts';
import { checkDataSize } from '../params/check-data-size.ts';
import type { ApiServices, CallContext } from '../services.ts';
import { notResolved } from './lookup.ts';

/** W3C's header as far as it is kept; who reads it checks it. */
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

interface Start {
  readonly FlowName: string;
  readonly Qualifier: string | undefined;
  readonly ExecutionName: string | undefined;
  readonly Input: string | undefined;
  readonly Labels: Labels | undefined;
  readonly CallbackFnFTaskToken?: string | undefined;
}

/** An execution that was started now, or that ran already under the same name. */
export interface StartedExecution {
  readonly isNew: boolean;
  readonly header: ExecutionHeader;
  /** In the version that it runs with; absent where that is gone. */
  readonly flow: FlowRecord | undefined;
}

/**
 * Starts an execution by checked parameters.
 *
 * @throws ApiError when there is no such flow, the name belongs to an execution that has ended, or the home has too much
 * to do.
 */
export async function start(
  services: ApiServices,
  params: Start,
  { traceparent = '' }: Pick<CallContext, 'traceparent'>,
): Promise<StartedExecution> {
  const { FlowName: flowName, ExecutionName: executionName, Input: input } = params;
  const parentToken = params.CallbackFnFTaskToken;
  if (input !== undefined) checkDataSize('Input', input, services.limits);
  if (parentToken !== undefined && decodeTaskToken(parentToken) === undefined) {
    throw new ApiError('InvalidArgument', 'Parameter CallbackFnFTaskToken is not a task token');
  }
  const problem = await services.admission?.startProblem(flowName);
  if (problem !== undefined) throw new ApiError('ResourceThrottled', `${problem}; come back in a moment`);
  const outcome = await startExecution(services, {
    flowName,
    ...(params.Qualifier !== undefined && { qualifier: params.Qualifier }),
    ...(executionName !== undefined && { executionName }),
    ...(input !== undefined && { input }),
    ...(params.Labels !== undefined && { labels: params.Labels }),
    ...(TRACEPARENT.test(traceparent) && { traceparent }),
    ...(parentToken !== undefined && { parentToken }),
  });
  switch (outcome.kind) {
    case 'started':
    case 'running':
      return { isNew: outcome.kind === 'started', header: outcome.header, flow: outcome.flow };
    case 'flowNotExists':
    case 'versionNotExists':
    case 'aliasNotExists':
      throw notResolved(outcome.kind, flowName, params.Qualifier);
    case 'alreadyExists':
      throw new ApiError(
        'ExecutionAlreadyExists',
        `Execution ${executionName} of flow ${flowName} has ended; its name cannot be used again`,
      );
    default:
      return unreachable(outcome);
  }
}
