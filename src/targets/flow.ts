import { isJsonObject, type JsonValue } from '../common/json.ts';
import { type JsonProblem, readJson, stringifyJson } from '../common/json-text.ts';
import { isName, NAME, NAME_RULE } from '../common/name.ts';
import type { ParamRule } from './param-rule.ts';
import type { TargetKind, TaskData } from './target-kind.ts';

/** A flow that a task names. */
export interface FlowTarget {
  readonly kind: 'flow';
  /** The text of the definition. */
  readonly resourceArn: string;
  readonly flowName: string;
}

/** A flow that the parameters of a task name. */
export interface StartExecutionTarget {
  readonly kind: 'startExecution';
  readonly resourceArn: typeof START_EXECUTION;
}

/** An execution that a task starts; values are checked. */
export interface FlowRequest {
  readonly kind: 'flow';
  readonly flowName: string;
  /** Absent where the task leaves the name to the service. */
  readonly executionName?: string;
  /** Text of a JSON object. */
  readonly input: string;
  /** Token of the task that the execution's end completes. */
  readonly parentToken?: string;
}

const START_EXECUTION = 'fnf:StartExecution';

const EXECUTION_NAME: ParamRule = { takes: 'name' };
const INPUT: ParamRule = { takes: 'objectOrText' };

/** Flows of this service, which starts them itself. */
export const flows: TargetKind<FlowTarget, FlowRequest> = {
  noun: 'a flow',
  attribute: 'resourceArn',
  forms: [
    {
      shape: 'acs:fnf:{region}:{account}:flow/{flow}',
      pattern: new RegExp(`^acs:fnf:[^:]*:[^:]*:flow/(?<name>${NAME})$`),
      read: (resourceArn, { name = '' }) => ({ kind: 'flow', resourceArn, flowName: name }),
    },
  ],
  patterns: ['requestResponse', 'sync', 'waitForCallback'],
  params: { Input: INPUT, ExecutionName: EXECUTION_NAME },
  icon: 'flow',
  name: ({ flowName }) => flowName,
  label: ({ flowName }) => `flow ${flowName}`,
  request: ({ flowName }, task) => startRequest(flowName, task),
};

/** The action that starts the flow which a parameter names. */
export const startExecutions: TargetKind<StartExecutionTarget, FlowRequest> = {
  noun: START_EXECUTION,
  attribute: 'action',
  forms: [
    {
      shape: START_EXECUTION,
      pattern: /^fnf:StartExecution$/,
      read: () => ({ kind: 'startExecution', resourceArn: START_EXECUTION }),
    },
  ],
  patterns: ['requestResponse'],
  params: {
    FlowName: { takes: 'name', isRequired: true },
    ExecutionName: EXECUTION_NAME,
    Input: INPUT,
    CallbackFnFTaskToken: { takes: 'text' },
  },
  icon: 'flow',
  name: () => START_EXECUTION,
  label: () => 'starts a flow',
  request: (_target, task) => startRequest(task.params['FlowName'], task),
};

/**
 * The end of a sync child completes the task itself, that of another the task that `CallbackFnFTaskToken` names.
 */
function startRequest(
  flowName: JsonValue | undefined,
  { params, input: given, pattern, token }: TaskData,
): FlowRequest | string {
  const { ExecutionName: executionName, Input = given, CallbackFnFTaskToken } = params;
  if (!isName(flowName)) return `FlowName must be the name of a flow, found ${stringifyJson(flowName)}`;
  if (executionName !== undefined && !isName(executionName)) {
    return `ExecutionName must be ${NAME_RULE}, found ${stringifyJson(executionName)}`;
  }
  const read = readObject(Input);
  if ('problem' in read) return `Input ${read.problem}`;
  const { text: input } = read;
  const parentToken = pattern === 'sync' ? token : CallbackFnFTaskToken;
  if (parentToken !== undefined && typeof parentToken !== 'string') {
    return 'CallbackFnFTaskToken must be the token of a task';
  }
  return {
    kind: 'flow',
    flowName,
    ...(executionName !== undefined && { executionName }),
    input,
    ...(parentToken !== undefined && { parentToken }),
  };
}

function readObject(value: JsonValue): { readonly text: string } | JsonProblem {
  if (isJsonObject(value)) return { text: stringifyJson(value) };
  const read = typeof value === 'string' ? readJson(value) : { value };
  if ('beyondRange' in read) return read;
  const isText = typeof value === 'string' && 'value' in read && isJsonObject(read.value);
  return isText ? { text: value } : { problem: 'must be a JSON object, or the text of one' };
}
