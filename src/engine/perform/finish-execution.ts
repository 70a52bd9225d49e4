import { stringifyJson } from '../../common/json-text.ts';
import type { FinishExecution } from '../../interpreter/effect.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { EndState, ExecutionState } from '../../interpreter/state.ts';
import { type ExecutionEnd, type ExecutionHeader, fullNameOf } from '../../ports/execution-store.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import { keepText } from '../log/kept-text.ts';
import type { EngineServices } from '../services.ts';
import { resultOfEnd } from './child-result.ts';
import { stopChild } from './stop-child.ts';
import { parentEnded } from './stop-from-above.ts';
import { tellEnd } from './tell-end.ts';

/**
 * Finishes an execution that has ended: stops its children, tells of its end and counts it, reports to its parent, writes the end into the header. The
 * header comes last: once it has the end, the service owes the execution nothing more.
 */
export async function finishExecution(
  services: EngineServices,
  { header, state, endsBy }: ExecutionLog,
  { children, timers }: FinishExecution,
): Promise<void> {
  const end = await keptEnd(services, header, state, endsBy);
  const stops = children.map((child) => stopChild(services, header, child, parentEnded(fullNameOf(header))));
  await Promise.all([...stops, tellEnd(services, header, end), countEnd(services, header, end)]);
  const token = state.awaitedBy?.token ?? header.parentToken;
  if (token !== undefined)
    await services.queue.send({ kind: 'report', token, result: resultOfEnd(header, end) });
  await services.timers.cancelAll(header.id, state.redrives, { timers, since: state.startedAt });
  await services.executions.close(header.id, end, endsBy);
  const { startedBy, descent } = header;
  if (startedBy !== undefined && descent !== undefined) services.childStarts.ended(startedBy, descent);
}

/** Map runs and their batches are parts of the execution around them. */
async function countEnd(
  { flowCounts }: EngineServices,
  { id, part, startedAt }: ExecutionHeader,
  { status, stoppedAt }: ExecutionEnd,
): Promise<void> {
  if (part === undefined) await flowCounts?.ended({ ...id, status, startedAt, stoppedAt });
}

async function keptEnd(
  services: EngineServices,
  header: ExecutionHeader,
  { status, end, redrives }: ExecutionState,
  endsBy: Instant,
): Promise<ExecutionEnd> {
  const { at, output, failure, step } = end as EndState;
  return {
    status: status as ExecutionEnd['status'],
    stoppedAt: at,
    output: output === undefined ? '' : await keepText(services, header, stringifyJson(output), endsBy),
    ...(failure !== undefined && { failure }),
    ...(step !== undefined && { step }),
    ...(redrives !== undefined && { redrives }),
  };
}
