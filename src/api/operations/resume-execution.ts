import { operation } from '../operation.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { statusOf } from '../views/execution-view.ts';
import { findExecution } from './lookup.ts';

/**
 * Has a driver take up everything that an execution is owed, whoever it was left to; one that has ended is answered as it is.
 *
 * A task that somebody is at all the same is called a second time. Not an operation of the original service.
 */
export const resumeExecution = operation(
  'ResumeExecution',
  { FlowName: required(name), ExecutionName: required(name) },
  async ({ FlowName, ExecutionName }, services, { requestId }) => {
    const { header } = await findExecution(services, FlowName, ExecutionName);
    if (header.end === undefined)
      await services.queue.send({ kind: 'dispatch', execution: header.id, adopts: 'all' });
    return { FlowName, ExecutionName, Status: await statusOf(services, header), RequestId: requestId };
  },
);
