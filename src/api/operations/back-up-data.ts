import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { findOperator } from './find-operator.ts';

/** Copies the data of a home into a folder of its machine. */
export const backUpData = operation('BackUpData', {}, async (_params, services, { requestId }) => {
  const Folder = await findOperator(services, 'BackUpData').backUp();
  if (Folder !== undefined) return { Folder, RequestId: requestId };
  throw new ApiError(
    'PreconditionFailed',
    'The server keeps its data in memory: there is nothing to back up',
  );
});
