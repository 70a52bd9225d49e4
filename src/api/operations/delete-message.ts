import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { text } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { findOperator } from './find-operator.ts';

/** Drops a message that the home keeps. A handler that has it right now finishes it. */
export const deleteMessage = operation(
  'DeleteMessage',
  { MessageId: required(text(1, 128)) },
  async ({ MessageId }, services, { requestId }) => {
    const isDeleted = await findOperator(services, 'DeleteMessage').deleteMessage(MessageId);
    if (!isDeleted)
      throw new ApiError('InvalidArgument', 'Parameter MessageId names no message that is kept');
    return { RequestId: requestId };
  },
);
