import { describe, expect, test } from 'vitest';
import { functionFailure, refusedCall } from '../../../../../src/adapters/aws/targets/lambda-failure.ts';

function reported(report: object | string): string {
  const outcome = functionFailure(typeof report === 'string' ? report : JSON.stringify(report));
  if (outcome.kind === 'succeeded') throw new Error('unexpected success');
  expect(() => JSON.parse(outcome.failure.cause)).not.toThrow();
  return outcome.failure.error;
}

describe('the error name of a function that ran', () => {
  test.each([
    ['a Node error with a name', { errorType: 'OutOfStock', errorMessage: 'm', trace: [] }, 'OutOfStock'],
    ['a plain Node error', { errorType: 'Error', errorMessage: 'm', trace: [] }, 'FC.Unknown'],
    ['a built-in Node error', { errorType: 'TypeError', errorMessage: 'm', trace: [] }, 'TypeError'],
    ['a thrown text', { errorType: 'string', errorMessage: 'm', trace: [] }, 'FC.Unknown'],
    [
      'a Python error',
      { errorMessage: 'm', errorType: 'OutOfStock', requestId: 'r', stackTrace: [] },
      'OutOfStock',
    ],
    ['a plain Python exception', { errorMessage: 'm', errorType: 'Exception', stackTrace: [] }, 'FC.Unknown'],
    ['a timeout', { errorMessage: '2026-01-01T00:00:00Z r Task timed out after 3.00 seconds' }, 'FC.Unknown'],
    ['a newer timeout', { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out' }, 'FC.Unknown'],
    ['too little memory', { errorType: 'Runtime.OutOfMemory', errorMessage: 'signal: killed' }, 'FC.Unknown'],
    ['an exit', { errorType: 'Runtime.ExitError', errorMessage: 'exit status 1' }, 'FC.Unknown'],
    ['an older exit', { errorMessage: 'r Process exited before completing request' }, 'FC.Unknown'],
    ['a missing handler', { errorType: 'Runtime.HandlerNotFound', errorMessage: 'm' }, 'FC.HandlerNotFound'],
    [
      'a result Node cannot write',
      { errorType: 'Error', errorMessage: 'Unable to stringify response body' },
      'FnF.InvalidLocal',
    ],
    [
      'a result Python cannot write',
      { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to marshal response: set' },
      'FnF.InvalidLocal',
    ],
    ['a report that is no object', 'null', 'FC.Unknown'],
    ['a report that is no JSON', 'oops', 'FC.Unknown'],
    ['no report', '', 'FC.Unknown'],
  ])('after %s', (_what, report, name) => {
    expect(reported(report)).toBe(name);
  });

  test('comes with the whole report', () => {
    const report = '{"errorType": "OutOfStock","errorMessage":"none left"}';
    expect(functionFailure(report)).toEqual({
      kind: 'failed',
      failure: { error: 'OutOfStock', cause: report },
    });
  });
});

describe('the error name of a call that was refused', () => {
  test.each([
    ['TooManyRequestsException', 429, 'FC.ResourceThrottled'],
    ['EC2ThrottledException', 502, 'FC.ResourceExhausted'],
    ['ENILimitReachedException', 502, 'FC.ResourceExhausted'],
    ['SubnetIPAddressLimitReachedException', 502, 'FC.ResourceExhausted'],
    ['ServiceException', 500, 'FC.InternalServerError'],
    ['EFSIOException', 500, 'FC.InternalServerError'],
    ['ResourceNotFoundException', 404, 'FC.FunctionNotFound'],
    ['InvalidRequestContentException', 400, 'FC.InvalidArgument'],
    ['RequestTooLargeException', 413, 'FC.InvalidArgument'],
    ['AccessDeniedException', 403, 'FC.AccessDenied'],
    ['ResourceConflictException', 409, 'FC.ResourceConflict'],
    ['RecursiveInvocationException', 400, 'FC.RecursiveInvocation'],
    ['TimeoutError', undefined, 'FC.InternalServerError'],
  ])('with %s (%s) is %s', (name, httpStatusCode, expected) => {
    const error = Object.assign(new Error('why'), { name, $metadata: { httpStatusCode } });
    expect(refusedCall(error)).toEqual({
      kind: 'failed',
      failure: { error: expected, cause: JSON.stringify({ errorMessage: 'why', errorType: name }) },
    });
  });

  test('is that of an internal error when something else was thrown', () => {
    expect(refusedCall('oops')).toMatchObject({ failure: { error: 'FC.InternalServerError' } });
  });
});
