import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { fakeTerminal } from '../helpers/fake-terminal.ts';

test('The test files of the examples pass', async () => {
  const terminal = fakeTerminal();
  const code = await main(['test', 'examples'], terminal);
  expect(code, terminal.written.stdout + terminal.written.stderr).toBe(0);
});
