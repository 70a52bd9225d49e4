import { stringifyJson } from '../../common/json-text.ts';
import { unreachable } from '../../common/unreachable.ts';
import type { InvokeTask } from '../../interpreter/effect.ts';
import type { Descent, ExecutionHeader } from '../../ports/execution-store.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';
import type { FlowRequest } from '../../targets/flow.ts';
import { isLarge, keptText } from '../log/kept-text.ts';
import type { EngineServices } from '../services.ts';
import { type StartRequest, startExecution } from '../start-execution.ts';
import { globalTaskId } from '../task-id.ts';
import { decodeTaskToken } from '../task-token.ts';
import { childName } from './child.ts';
import { childOf, continueChild } from './continue-child.ts';
import { descentOfChild } from './descent.ts';
import { failed, invalidInput } from './outcome.ts';
import type { Postponed } from './postponed.ts';

/** The start of a child, with everything that a repeat has in common with it. */
type ChildStart = StartRequest & { readonly executionName: string; readonly startedBy: string };

/**
 * Starts a child execution and returns what StartExecution returns. A sync child gets the task's token, so that its end
 * completes the task. A repeat finds the child that it started before. After a redrive of the parent, the child of the
 * attempt that was broken off goes on instead. While its family has no place left, the start is postponed.
 */
export async function startChild(
  services: EngineServices,
  parent: ExecutionHeader,
  request: FlowRequest,
  { task, pattern, brokenOff }: Pick<InvokeTask, 'task' | 'pattern' | 'brokenOff'>,
): Promise<CallOutcome | Postponed> {
  const { flowName, qualifier, input, parentToken } = request;
  if (parentToken !== undefined && decodeTaskToken(parentToken) === undefined) {
    return invalidInput('CallbackFnFTaskToken must be the token of a task');
  }
  if (brokenOff !== undefined && pattern === 'sync' && parentToken !== undefined) {
    const taskId = globalTaskId(parent, task);
    const find = () => childOf(services, parent, request, brokenOff);
    const child = await continueChild(services, { taskId, token: parentToken, find });
    if (child !== undefined) return await started(services, child, pattern);
  }
  const descent = descentOfChild(parent, pattern === 'sync');
  if (descent.depth > services.limits.depth) return tooDeep(services.limits.depth);
  const start: ChildStart = {
    flowName,
    executionName: childName(parent, request, task),
    input,
    startedBy: globalTaskId(parent, task),
    ...(qualifier !== undefined && { qualifier }),
    ...(parentToken !== undefined && { parentToken }),
  };
  const seconds = services.childStarts.admit(start.startedBy, descent);
  return seconds === undefined
    ? startAdmitted(services, start, descent, pattern)
    : { kind: 'postponed', seconds };
}

async function startAdmitted(
  services: EngineServices,
  start: ChildStart,
  descent: Descent,
  pattern: InvokeTask['pattern'],
): Promise<CallOutcome> {
  const { flowName, executionName, startedBy } = start;
  const outcome = await startExecution(services, { ...start, descent });
  const isUnderWay =
    'header' in outcome && outcome.header.startedBy === startedBy && outcome.header.end === undefined;
  if (!isUnderWay) services.childStarts.ended(startedBy, descent);
  if (
    outcome.kind === 'flowNotExists' ||
    outcome.kind === 'versionNotExists' ||
    outcome.kind === 'aliasNotExists'
  ) {
    return missing(outcome.kind, start);
  }
  if (outcome.kind === 'alreadyExists' || reportsElsewhere(outcome.header, start)) {
    return failed(
      'fnf.ExecutionAlreadyExists',
      `Execution ${executionName} of flow ${flowName} exists already`,
    );
  }
  return await started(services, outcome.header, pattern);
}

/** The response to a start. Only the history shows it where the task waits for the child: it has no large input there. */
async function started(
  services: EngineServices,
  header: ExecutionHeader,
  pattern: InvokeTask['pattern'],
): Promise<CallOutcome> {
  const { id, flowName, published, startedAt } = header;
  const isShown = typeof header.input === 'string' && !isLarge(header.input, services.physical.inlineBytes);
  const input = isShown || pattern !== 'sync' ? await keptText(services, header, header.input) : '';
  return {
    kind: 'succeeded',
    output: stringifyJson({
      FlowName: flowName,
      ...(published !== undefined && { FlowVersion: String(published.number) }),
      Name: id.name,
      Input: input,
      Status: 'Starting',
      StartedTime: new Date(startedAt).toISOString(),
    }),
  };
}

function tooDeep(depth: number): CallOutcome {
  const cause = `At most ${depth} executions may start each other in a row; the child would be one more`;
  return failed('FnF.DepthLimitExceeded', cause);
}

/** True for an execution of the same name that another caller has started: its end would not complete the task. */
function reportsElsewhere(header: ExecutionHeader, { parentToken }: StartRequest): boolean {
  return parentToken !== undefined && header.parentToken !== parentToken;
}

function missing(
  kind: 'flowNotExists' | 'versionNotExists' | 'aliasNotExists',
  { flowName, qualifier }: ChildStart,
): CallOutcome {
  switch (kind) {
    case 'flowNotExists':
      return failed('fnf.FlowNotExists', `Flow '${flowName}' does not exist`);
    case 'versionNotExists':
      return failed(
        'fnf.FlowVersionNotExists',
        `Version '${qualifier}' does not exist in flow '${flowName}'`,
      );
    case 'aliasNotExists':
      return failed('fnf.FlowAliasNotExists', `Alias '${qualifier}' does not exist in flow '${flowName}'`);
    default:
      return unreachable(kind);
  }
}
