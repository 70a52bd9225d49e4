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
  /** A published version or an alias; absent for the newest definition. */
  readonly qualifier?: string;
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
  /** A published version or an alias; absent for the newest definition. */
  readonly qualifier?: string;
  /** Absent where the task leaves the name to the service. */
  readonly executionName?: string;
  /** Text of a JSON object. */
  readonly input: string;
  /** Token of the task that the execution's end completes. */
  readonly parentToken?: string;
}

const START_EXECUTION = 'fnf:StartExecution';

/** A published version or an alias, as a part of a regular expression. */
const QUALIFIER = `[1-9]\\d{0,8}|${NAME}`;
const WHOLE_QUALIFIER = new RegExp(`^(?:${QUALIFIER})$`);

const EXECUTION_NAME: ParamRule = { takes: 'name' };
const INPUT: ParamRule = { takes: 'objectOrText' };

/** Flows of this service, which starts them itself. */
export const flows: TargetKind<FlowTarget, FlowRequest> = {
  noun: 'a flow',
  attribute: 'resourceArn',
  forms: [
    {
      shape: 'acs:fnf:{region}:{account}:flow/{flow}[.{version or alias}]',
      pattern: new RegExp(`^acs:fnf:[^:]*:[^:]*:flow/(?<name>${NAME})(?:\\.(?<qualifier>${QUALIFIER}))?$`),
      read: (resourceArn, { name = '', qualifier }) => ({
        kind: 'flow',
        resourceArn,
        flowName: name,
        ...(qualifier !== undefined && { qualifier }),
      }),
    },
  ],
  patterns: ['requestResponse', 'sync', 'waitForCallback'],
  params: { Input: INPUT, ExecutionName: EXECUTION_NAME },
  icon: 'flow',
  name: ({ flowName }) => flowName,
  label: ({ flowName, qualifier }) => `flow ${flowName}${qualifier === undefined ? '' : `.${qualifier}`}`,
  request: ({ flowName, qualifier }, task) => startRequest(flowName, qualifier, task),
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
    Qualifier: { takes: 'text' },
    ExecutionName: EXECUTION_NAME,
    Input: INPUT,
    CallbackFnFTaskToken: { takes: 'text' },
  },
  icon: 'flow',
  name: () => START_EXECUTION,
  label: () => 'starts a flow',
  request: (_target, task) => startRequest(task.params['FlowName'], task.params['Qualifier'], task),
};

/**
 * The end of a sync child completes the task itself, that of another the task that `CallbackFnFTaskToken` names.
 */
function startRequest(
  flowName: JsonValue | undefined,
  qualifier: JsonValue | undefined,
  { params, input: given, pattern, token }: TaskData,
): FlowRequest | string {
  const { ExecutionName: executionName, Input = given, CallbackFnFTaskToken } = params;
  if (!isName(flowName)) return `FlowName must be the name of a flow, found ${stringifyJson(flowName)}`;
  if (qualifier !== undefined && !isQualifier(qualifier)) {
    return `Qualifier must be the number of a version or the name of an alias, found ${stringifyJson(qualifier)}`;
  }
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
    ...(qualifier !== undefined && { qualifier }),
    ...(executionName !== undefined && { executionName }),
    input,
    ...(parentToken !== undefined && { parentToken }),
  };
}

function isQualifier(value: JsonValue): value is string {
  return typeof value === 'string' && WHOLE_QUALIFIER.test(value);
}

function readObject(value: JsonValue): { readonly text: string } | JsonProblem {
  if (isJsonObject(value)) return { text: stringifyJson(value) };
  const read = typeof value === 'string' ? readJson(value) : { value };
  if ('beyondRange' in read) return read;
  const isText = typeof value === 'string' && 'value' in read && isJsonObject(read.value);
  return isText ? { text: value } : { problem: 'must be a JSON object, or the text of one' };
}
