import { DONE, type Handled, type StartMessage } from '../../ports/dispatch-queue.ts';
import { endTurn, takesTurn } from '../schedules/takes-turn.ts';
import { startExecution } from '../start-execution.ts';
import type { Handler } from './handler.ts';

/** Starts an execution for a schedule or an uploaded object; the name makes a repeat harmless. */
export async function start(handler: Handler, message: StartMessage): Promise<Handled> {
  const { services } = handler;
  const { turn, flowName, qualifier, executionName, input, onFailure, isHandler } = message;
  if (turn !== undefined && !(await takesTurn(services, message, turn))) return DONE;
  const outcome = await startExecution(services, {
    flowName,
    ...(qualifier !== undefined && { qualifier }),
    executionName,
    input,
    ...(onFailure !== undefined && { onFailure }),
    ...(isHandler && { isHandler }),
  });
  if (turn !== undefined) await endTurn(services, turn);
  if (outcome.kind === 'flowNotExists') {
    const dropped = isHandler ? 'a failure is handled by no flow' : 'a start was dropped';
    services.logger.warn(`${dropped}: the flow does not exist`, { flow: flowName, execution: executionName });
    if (isHandler) return { done: true, isUnhandledFailure: true };
  } else if (outcome.kind === 'versionNotExists' || outcome.kind === 'aliasNotExists') {
    services.logger.warn('a start was dropped: the version or alias does not exist', {
      flow: flowName,
      qualifier: qualifier ?? '',
    });
  }
  return DONE;
}
