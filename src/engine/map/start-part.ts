import { stringifyJson } from '../../common/json-text.ts';
import type { ExecutionHeader, ExecutionId, ExecutionPart } from '../../ports/execution-store.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import { descentOfChild } from '../perform/descent.ts';
import { failed } from '../perform/outcome.ts';
import type { Postponed } from '../perform/postponed.ts';
import type { EngineServices } from '../services.ts';
import { createExecution } from '../start-execution.ts';

/** A map run or a batch that a task starts. */
export interface PartStart {
  readonly id: ExecutionId;
  readonly part: ExecutionPart;
  /** Text of a JSON object. */
  readonly input: string;
  readonly startedBy: string;
  readonly parentToken: string;
}

/**
 * Starts a part of a flow as a child of the execution whose task waits for it. A repeat finds the one that was started
 * before. While the family has no place left, the start is postponed.
 */
export async function startPart(
  services: EngineServices,
  { header: parent, state }: ExecutionLog,
  { id, part, input, startedBy, parentToken }: PartStart,
): Promise<CallOutcome | Postponed> {
  const descent = descentOfChild(parent, true);
  const { depth } = services.limits;
  if (descent.depth > depth) {
    const cause = `At most ${depth} executions may start each other in a row; ${part.fullName} would be one more`;
    return failed('FnF.DepthLimitExceeded', cause);
  }
  const seconds = services.childStarts.admit(startedBy, descent);
  if (seconds !== undefined) return { kind: 'postponed', seconds };
  const { header, isNew } = await createExecution(services, {
    id,
    flowName: parent.flowName,
    flowVersion: state.flowVersion ?? parent.flowVersion,
    input,
    parentToken,
    startedBy,
    descent,
    part,
  });
  const found = isNew ? header : await services.executions.readHeader(id);
  if (found?.end !== undefined || found?.startedBy !== startedBy)
    services.childStarts.ended(startedBy, descent);
  return found?.startedBy === startedBy ? startedOutcome(found) : alreadyExists(part);
}

/** The response to the start of a part. */
export function startedOutcome({ flowName, id, part, startedAt }: ExecutionHeader): CallOutcome {
  return {
    kind: 'succeeded',
    output: stringifyJson({
      FlowName: flowName,
      ...(part?.kind === 'run' && { MapRunName: part.fullName }),
      Name: part?.fullName ?? id.name,
      Status: 'Starting',
      StartedTime: new Date(startedAt).toISOString(),
    }),
  };
}

/** The failure of the start of a part whose name is taken. */
export function alreadyExists({ fullName }: ExecutionPart): CallOutcome {
  return failed('fnf.ExecutionAlreadyExists', `Execution ${fullName} exists already`);
}
