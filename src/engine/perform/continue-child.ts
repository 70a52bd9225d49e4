import type { Command } from '../../interpreter/command.ts';
import type { BrokenOff } from '../../interpreter/effect.ts';
import type { Failure } from '../../interpreter/event.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { FlowRequest } from '../../targets/flow.ts';
import { redriveExecution, redriveProblem } from '../resume/redrive-execution.ts';
import type { EngineServices } from '../services.ts';
import { submitCommand } from '../submit-command.ts';
import { globalTaskId, isFrom } from '../task-id.ts';
import { childName } from './child.ts';
import { resultOfEnd } from './child-result.ts';

const PARENT_REDRIVEN: Failure = {
  error: 'FnF.ParentRedriven',
  cause: 'The parent execution was redriven, and this one goes on with it',
};

/** An attempt of a task that takes the place of one that was broken off. */
export interface Continuation {
  readonly taskId: string;
  /** The token that the child's end completes from now on. */
  readonly token: string;
  /** The child of that attempt, or of a later one, as it is now, if there is one. */
  readonly find: () => Promise<ExecutionHeader | undefined>;
}

/** Pauses, in milliseconds, between looks whether a child that was told to stop has ended. */
const LOOKS = [0, 50, 100, 200, 400, 800, 1_600];

/**
 * Lets the child of an attempt that was broken off go on for the attempt that takes its place: from its own failure, or
 * from where it is stopped for that. One that has succeeded meanwhile completes the new attempt at once.
 *
 * @returns undefined when there is no such child, or it cannot go on: the task then starts a new one
 * @throws when the child takes long to stop; a repeat finds it
 */
export async function continueChild(
  services: EngineServices,
  { taskId, token, find }: Continuation,
): Promise<ExecutionHeader | undefined> {
  for (const pause of LOOKS) {
    if (pause > 0) await services.clock.sleep(pause);
    const child = await find();
    // One that runs for a later attempt has nothing to do with this one, which a late driver performs.
    if (child === undefined || isFrom(taskId, starterOf(child))) return child;
    if (child.end === undefined) {
      // Another driver of the same message may have let it go on since it was read.
      await submitCommand(services, child.id, stopOf(child));
      continue;
    }
    if (child.end.status === 'Succeeded') {
      await services.queue.send({ kind: 'report', token, result: resultOfEnd(child, child.end) });
      return child;
    }
    const outcome = await redriveExecution(services, child.id, { awaitedBy: { token, startedBy: taskId } });
    if (outcome.kind === 'redriven') return outcome.header;
    if (redriveProblem(services, child) !== undefined) return undefined;
  }
  throw new Error(`the child of task ${taskId} has not ended yet`);
}

/**
 * The child that waits to report to an attempt that was broken off, or to a later one: it has the name of the attempt that started it,
 * which may be an earlier one.
 */
export async function childOf(
  { flows, executions }: EngineServices,
  parent: Pick<ExecutionHeader, 'id' | 'part'>,
  request: FlowRequest,
  attempt: BrokenOff,
): Promise<ExecutionHeader | undefined> {
  const flow = await flows.readFlow(request.flowName);
  if (flow === undefined) return undefined;
  const names = new Set<string>();
  for (let at = attempt.attempt; at >= 0; at--) {
    names.add(childName(parent, request, { ...attempt, attempt: at }));
  }
  for (const name of names) {
    const header = await executions.readHeader({ flowId: flow.id, name });
    if (header !== undefined && isContinued(parent, attempt, header)) return header;
  }
  return undefined;
}

/** True for an execution that waits to report to an attempt that was broken off, or to a later one. */
export function isContinued(
  parent: Pick<ExecutionHeader, 'id'>,
  { since, ...task }: BrokenOff,
  header: ExecutionHeader,
): boolean {
  return isFrom(globalTaskId(parent, { ...task, attempt: since }), starterOf(header));
}

/** The stop of a child that runs for the attempt that it does now, and no longer when it has gone on for another. */
function stopOf(child: ExecutionHeader): Command {
  return { type: 'Stop', failure: PARENT_REDRIVEN, startedBy: starterOf(child) };
}

/** Id of the attempt that an execution was started for, or last went on for. */
export function starterOf({ redriven, startedBy }: ExecutionHeader): string | undefined {
  return redriven?.awaitedBy?.startedBy ?? startedBy;
}
