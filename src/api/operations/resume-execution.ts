import { operation } from '../operation.ts';
import { executionName } from '../params/map-run-params.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { statusOf } from '../views/execution-view.ts';
import { findExecution } from './lookup.ts';

/**
 * Makes a driver adopt every effect that an execution is owed. Changes nothing for one that has ended.
 *
 * A task whose function is still at work is called a second time. The original service has no such operation.
 */
export const resumeExecution = operation(
  'ResumeExecution',
  { FlowName: required(name), ExecutionName: required(executionName) },
  async ({ FlowName, ExecutionName }, services, { requestId }) => {
    const { header } = await findExecution(services, FlowName, ExecutionName);
    if (header.end === undefined)
      await services.queue.send({ kind: 'dispatch', execution: header.id, adopts: 'all' });
    return { FlowName, ExecutionName, Status: await statusOf(services, header), RequestId: requestId };
  },
);
