import type { TaskStep } from '../../../flow/flow.ts';
import { PATTERNS } from '../../../targets/target-kind.ts';
import type { TaskTarget } from '../../../targets/targets.ts';
import type { Field } from '../../yaml/node.ts';
import type { Attributes } from '../attributes.ts';
import { readErrorMappings } from '../error-mappings.ts';
import { readCatch, readRetry } from '../policies.ts';
import { checkPattern, readAction, readResource } from '../resource.ts';
import { needsServiceParams, readServiceParams } from '../service-params.ts';
import { type ReadStep, readEnding, type StepScope } from '../step-scope.ts';
import { readInteger, readWord, TIMEOUT_SECONDS } from '../values.ts';

const readPattern = readWord(PATTERNS);
/** Reads the seconds of a timeout. */
export const readTimeout = readInteger(TIMEOUT_SECONDS);

/** Reads a task step; pattern and parameters are checked against its target. */
export const readTask: ReadStep = (name, attributes, scope) => ({
  type: 'task',
  ...readEnding(name, attributes),
  ...readCall(attributes),
  ...readTimes(attributes),
  ...readFailureRules(attributes, scope),
});

/** Reads what a task does about failures. */
export function readFailureRules(
  attributes: Attributes,
  scope: StepScope,
): Pick<TaskStep, 'errorMappings' | 'retry' | 'catch'> {
  return {
    ...attributes.optional('errorMappings', readErrorMappings),
    retry: attributes.optionalOr('retry', readRetry, []),
    catch: attributes.optionalOr('catch', readCatch(scope.readGoto), []),
  };
}

function readTimes(attributes: Attributes): Pick<TaskStep, 'timeoutSeconds' | 'heartbeatSeconds'> {
  const times = {
    ...attributes.optional('timeoutSeconds', readTimeout),
    ...attributes.optional('heartbeatSeconds', readTimeout),
  };
  const field = attributes.get('heartbeatSeconds');
  if (field !== undefined) checkHeartbeat(times, field, attributes);
  return times;
}

/** Reports heartbeats of a task without a worker to send them, or that would come too late to matter. */
function checkHeartbeat(
  { timeoutSeconds, heartbeatSeconds = 0 }: Pick<TaskStep, 'timeoutSeconds' | 'heartbeatSeconds'>,
  field: Field,
  attributes: Attributes,
): void {
  const { context } = attributes;
  const pattern = attributes.get('pattern')?.node;
  if (pattern?.kind !== 'scalar' || pattern.value !== 'waitForCallback')
    context.refuse(
      'conflicting-attributes',
      field,
      'heartbeatSeconds needs pattern: waitForCallback; only a worker that has the token of a task can send heartbeats',
    );
  else if (timeoutSeconds !== undefined && heartbeatSeconds >= timeoutSeconds)
    context.refuse(
      'out-of-range',
      field,
      `${heartbeatSeconds} is not allowed here; it must be smaller than timeoutSeconds, which is ${timeoutSeconds}`,
    );
}

const NO_TARGET: TaskTarget = { kind: 'startExecution', resourceArn: 'fnf:StartExecution' };

function readCall(attributes: Attributes): Pick<TaskStep, 'target' | 'pattern' | 'serviceParams'> {
  const target = readTarget(attributes);
  const pattern = attributes.optionalOr('pattern', readPattern, 'requestResponse');
  if (target === undefined) return { target: NO_TARGET, pattern };
  checkPattern(pattern, target, attributes.get('pattern') ?? attributes.field, attributes.context);
  const readParams = readServiceParams(target);
  const params = needsServiceParams(target)
    ? { serviceParams: attributes.required('serviceParams', readParams, {}) }
    : attributes.optional('serviceParams', readParams);
  return { target, pattern, ...params };
}

function readTarget(attributes: Attributes): TaskTarget | undefined {
  const key = attributes.exactlyOne(['resourceArn', 'action']);
  if (key === undefined) return undefined;
  return attributes.required(key, key === 'action' ? readAction : readResource, undefined);
}
