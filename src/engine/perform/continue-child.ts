import type { Command, TaskId } from '../../interpreter/command.ts';
import type { ExecutionHeader, ExecutionId } from '../../ports/execution-store.ts';
import type { FlowRequest } from '../../targets/flow.ts';
import { redriveExecution, redriveProblem } from '../resume/redrive-execution.ts';
import type { EngineServices } from '../services.ts';
import { submitCommand } from '../submit-command.ts';
import { globalTaskId } from '../task-id.ts';
import { childName } from './child.ts';
import { resultOfEnd } from './child-result.ts';

const STOP_TO_GO_ON: Command = {
  type: 'Stop',
  failure: {
    error: 'FnF.ParentRedriven',
    cause: 'The parent execution was redriven, and this one goes on with it',
  },
};

/** The attempt of a task that was broken off, and the one that takes its place. */
export interface Continuation {
  readonly parent: ExecutionId;
  readonly brokenOff: TaskId;
  readonly taskId: string;
  /** The token that the child's end completes from now on. */
  readonly token: string;
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
  request: FlowRequest,
  { parent, brokenOff, taskId, token }: Continuation,
): Promise<ExecutionHeader | undefined> {
  const starters = [globalTaskId({ id: parent }, brokenOff), taskId];
  for (const pause of LOOKS) {
    if (pause > 0) await services.clock.sleep(pause);
    const child = await childOf(services, parent.name, request, brokenOff, starters);
    if (child === undefined || starterOf(child) === taskId) return child;
    if (child.end === undefined) {
      await submitCommand(services, child.id, STOP_TO_GO_ON);
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
  throw new Error(`a child of execution ${parent.name} has not ended yet`);
}

/**
 * The child that waits to report to one of these attempts: it has the name of the attempt that started it, which may be an
 * earlier one.
 */
export async function childOf(
  { flows, executions }: EngineServices,
  parentName: string,
  request: FlowRequest,
  attempt: TaskId,
  starters: readonly string[],
): Promise<ExecutionHeader | undefined> {
  const flow = await flows.readFlow(request.flowName);
  if (flow === undefined) return undefined;
  const names = new Set<string>();
  for (let at = attempt.attempt; at >= 0; at--) {
    names.add(childName(parentName, request, { ...attempt, attempt: at }));
  }
  for (const name of names) {
    const header = await executions.readHeader({ flowId: flow.id, name });
    const starter = header && starterOf(header);
    if (starter !== undefined && starters.includes(starter)) return header;
  }
  return undefined;
}

/** Id of the attempt that an execution was started for, or last went on for. */
export function starterOf({ redriven, startedBy }: ExecutionHeader): string | undefined {
  return redriven?.awaitedBy?.startedBy ?? startedBy;
}
