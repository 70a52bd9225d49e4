import { expect, test } from 'vitest';
import { functionEnvironment } from '../../../../src/local/functions/function-environment.ts';

const SERVER = {
  PATH: '/bin',
  HOME: '/home/me',
  LANG: 'en_US.UTF-8',
  LC_ALL: 'C',
  TZ: 'Europe/Berlin',
  FDL_FUNCTION_STAGE: 'test',
  FDL_ACCESS_KEY_ID: 'id',
  FDL_ACCESS_KEY_SECRET: 'secret',
  AWS_SECRET_ACCESS_KEY: 'secret',
  NODE_OPTIONS: '--inspect',
  PYTHONPATH: '/lib',
  DATABASE_URL: 'postgres://',
};

test('functions get what is stated and nothing else', () => {
  expect(functionEnvironment(SERVER)).toEqual({
    PATH: '/bin',
    HOME: '/home/me',
    LANG: 'en_US.UTF-8',
    LC_ALL: 'C',
    TZ: 'Europe/Berlin',
    FDL_FUNCTION_STAGE: 'test',
  });
});

test('a variable that is let through by name is there too', () => {
  expect(functionEnvironment(SERVER, ['DATABASE_URL', 'UNSET'])).toHaveProperty(
    'DATABASE_URL',
    'postgres://',
  );
});
