import type { TaskStep } from '../../../flow/flow.ts';
import { PATTERNS } from '../../../targets/target-kind.ts';
import type { TaskTarget } from '../../../targets/targets.ts';
import type { Attributes } from '../attributes.ts';
import { readErrorMappings } from '../error-mappings.ts';
import { readCatch, readRetry } from '../policies.ts';
import { checkPattern, readAction, readResource } from '../resource.ts';
import { needsServiceParams, readServiceParams } from '../service-params.ts';
import { type ReadStep, readEnding } from '../step-scope.ts';
import { readInteger, readWord, TIMEOUT_SECONDS } from '../values.ts';

const readPattern = readWord(PATTERNS);
const readTimeout = readInteger(TIMEOUT_SECONDS);

/** Reads a task step; pattern and parameters are checked against its target. */
export const readTask: ReadStep = (name, attributes, scope) => ({
  type: 'task',
  ...readEnding(name, attributes),
  ...readCall(attributes),
  ...attributes.optional('errorMappings', readErrorMappings),
  ...attributes.optional('timeoutSeconds', readTimeout),
  retry: attributes.optionalOr('retry', readRetry, []),
  catch: attributes.optionalOr('catch', readCatch(scope.readGoto), []),
});

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
