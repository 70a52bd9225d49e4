import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '../../common/json.ts';
import type { TaskId } from '../../interpreter/command.ts';
import type { Pattern } from '../../targets/target-kind.ts';
import type { TaskTarget } from '../../targets/targets.ts';
import { decodeTaskToken } from '../task-token.ts';

/** What a sub-flow task starts. */
export interface ChildRequest {
  readonly flowName: string;
  readonly executionName: string;
  readonly input: string;
  /** Token of the task that waits for the child's end. */
  readonly parentToken?: string;
}

type Parameters = Readonly<Record<string, JsonValue>>;

const MAX_NAME = 128;

/**
 * The execution that a task starts: the same for every repeat of the same attempt.
 *
 * Named by `ExecutionName`, else after the parent and the attempt; its input is `Input`, else the step's input. The
 * end of a sync child completes the task itself, that of another the task that `CallbackFnFTaskToken` names. A text answers what is wrong with the parameters.
 */
export function childRequest(
  parentName: string,
  { target, task, params, input, pattern, token }: ChildTask,
): ChildRequest | string {
  const flowName = target.kind === 'flow' ? target.flowName : params['FlowName'];
  const executionName = params['ExecutionName'] ?? derivedName(parentName, task);
  if (!isName(flowName)) return `FlowName must be the name of a flow, found ${JSON.stringify(flowName)}`;
  if (!isName(executionName)) {
    return `ExecutionName must be 1 to ${MAX_NAME} letters, digits, _ or -, and begin with a letter or _, found ${JSON.stringify(executionName)}`;
  }
  const text = inputText(params['Input'] ?? input);
  if (text === undefined) return 'Input must be a JSON object, or the text of one';
  const parentToken = pattern === 'sync' ? token : params['CallbackFnFTaskToken'];
  if (parentToken === undefined) return { flowName, executionName, input: text };
  if (typeof parentToken !== 'string' || decodeTaskToken(parentToken) === undefined) {
    return 'CallbackFnFTaskToken must be the token of a task';
  }
  return { flowName, executionName, input: text, parentToken };
}

/** The part of an effect that names a child. */
export interface ChildTask {
  readonly target: TaskTarget;
  readonly task: TaskId;
  readonly params: Parameters;
  readonly input: JsonObject;
  readonly pattern: Pattern;
  readonly token?: string;
}

function derivedName(parentName: string, { entry, attempt }: TaskId): string {
  const suffix = `-${entry}-${attempt}`;
  if (parentName.length + suffix.length <= MAX_NAME) return parentName + suffix;
  const digest = createHash('sha256').update(parentName).digest('hex').slice(0, 16);
  return `${parentName.slice(0, MAX_NAME - suffix.length - digest.length - 1)}-${digest}${suffix}`;
}

function isName(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/.test(value);
}

function inputText(value: JsonValue): string | undefined {
  if (typeof value !== 'string') return isJsonObject(value) ? JSON.stringify(value) : undefined;
  try {
    return isJsonObject(JSON.parse(value)) ? value : undefined;
  } catch {
    return undefined;
  }
}
