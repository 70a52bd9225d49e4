import { expect, test } from 'vitest';
import { CliError, renderError, usageError } from '../../../src/cli/cli-error.ts';

test('people get the message and what to do', () => {
  expect(renderError(usageError('the name is empty', 'see fdl --help'), false)).toBe(
    'fdl: the name is empty\n     see fdl --help\n',
  );
});

test('programs get one line of JSON with code, exit code and request id', () => {
  const error = new CliError('FlowNotExists: no such flow', {
    code: 'FlowNotExists',
    exitCode: 3,
    requestId: 'r-1',
  });
  expect(JSON.parse(renderError(error, true))).toEqual({
    error: { code: 'FlowNotExists', message: 'FlowNotExists: no such flow', requestId: 'r-1', exitCode: 3 },
  });
});

test('the further lines of a message are indented and none can steer the terminal', () => {
  expect(renderError(usageError('two\nlines \u001b[31m'), false)).toBe('fdl: two\n     lines \\x1b[31m\n');
});
