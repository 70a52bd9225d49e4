import { expect, test } from 'vitest';
import { readDevOptions } from '../../../../src/cli/dev-options.ts';
import { EXAMPLES_FOLDER, readExamples } from '../../../../src/cli/examples.ts';
import { formatReady } from '../../../../src/cli/output/ready-text.ts';
import { fakeTerminal } from '../../../helpers/fake-terminal.ts';

const server = {
  version: '1.2.3',
  api: 'http://127.0.0.1:8080',
  queues: 'http://127.0.0.1:9324',
  options: readDevOptions({}, {}),
  flowNames: [],
  examples: [],
};
const { stdout } = fakeTerminal();

test('without flows the way to the first one is shown', () => {
  const text = formatReady(server, stdout);
  expect(text).toMatch(
    /^fdl 1\.2\.3 is ready\n\nConsole +not built yet: npm run console\nAPI +http:\/\/127\.0\.0\.1:8080\n/,
  );
  expect(text).toContain('npx fdl flow create my-flow --definition my-flow.yaml\n');
});

test('an address that commands do not expect is exported first', () => {
  expect(formatReady({ ...server, api: 'http://127.0.0.1:5' }, stdout)).toContain(
    'export FDL_ENDPOINT=http://127.0.0.1:5\n',
  );
  expect(formatReady(server, stdout)).not.toContain('export');
});

test('a flow that exists is started', () => {
  expect(formatReady({ ...server, flowNames: ['orders'] }, stdout)).toContain(
    'npx fdl start orders --follow\n',
  );
});

test('many flows are not all named', () => {
  const flowNames = Array.from({ length: 30 }, (_, i) => `flow-${i}`);
  expect(formatReady({ ...server, flowNames }, stdout)).toContain('flow-19, and 10 more\n');
});

test('objects have an address where they are served', () => {
  expect(formatReady(server, stdout)).not.toContain('Objects');
  const text = formatReady({ ...server, objects: 'http://127.0.0.1:9325' }, stdout);
  expect(text).toMatch(/Objects +http:\/\/127\.0\.0\.1:9325/);
});

test('examples that need no workers are started with their inputs', () => {
  const examples = readExamples(EXAMPLES_FOLDER);
  const text = formatReady({ ...server, examples, flowNames: ['a'] }, stdout);
  expect(text).toContain('npx fdl start order-fan-out --input @examples/order-fan-out/input.json --follow\n');
  expect(text).not.toContain('start queue-callback');
  expect(text).not.toContain('start function-callback');
  for (const name of ['channel-packages', 'media-processing', 'region-transfer', 'timer']) {
    expect(text).not.toContain(`start ${name}`);
  }
});

test('data in memory is called so', () => {
  const options = readDevOptions({ ephemeral: true }, {});
  expect(formatReady({ ...server, options }, stdout)).toMatch(/Data +in memory/);
});

test('a folder of examples that is not there is wrong usage', () => {
  expect(() => readExamples('/nowhere')).toThrow('--examples: there is no folder /nowhere');
});

test('the console comes first, for it is what a browser can open', () => {
  const text = formatReady({ ...server, console: 'http://127.0.0.1:8080/console/' }, stdout);
  expect(text).toMatch(/is ready\n\nConsole +http:\/\/127\.0\.0\.1:8080\/console\/\n/);
});
