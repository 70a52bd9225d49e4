import { operation } from '../operation.ts';
import { findOperator } from './find-operator.ts';

/** Lets a home that was started paused drive and deliver; changes nothing in any other. */
export const resumeServer = operation('ResumeServer', {}, async (_params, services, { requestId }) => {
  const operator = findOperator(services, 'ResumeServer');
  const WasPaused = operator.isPaused();
  await operator.resume();
  return { WasPaused, RequestId: requestId };
});
