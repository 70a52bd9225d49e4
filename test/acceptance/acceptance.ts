import { parseArgs } from 'node:util';
import { Acceptance, type Step } from './steps.ts';

// `npm run acceptance [-- --endpoint URL] [--long]`: the whole life of a service on an emulator or in an account, with the
// commands that docs/guide/deploy.md gives. What it finds, and what an emulator lacks, stands at the end
// (docs/internals/acceptance.md). Ends with 1 when a step failed.

const { values } = parseArgs({
  options: { endpoint: { type: 'string' }, long: { type: 'boolean', default: false } },
});

const acceptance = new Acceptance(values);
const steps: readonly Step[] = [
  { title: 'templates', run: () => acceptance.lintTemplates() },
  { title: 'bootstrap', isNeeded: true, run: () => acceptance.cdk('bootstrap') },
  { title: 'deploy', isNeeded: true, run: () => acceptance.deploy() },
  { title: 'the printed command', run: () => acceptance.runHello() },
  { title: 'no difference', run: () => acceptance.cdk('diff', '--fail') },
  { title: 'deployed tests', run: () => acceptance.runTests() },
  { title: 'console', run: () => acceptance.deployConsole() },
  {
    title: 'destroy',
    isAlways: true,
    run: () => acceptance.cdk('destroy', '--all', '--force', '-c', 'console=true'),
  },
];
process.exitCode = await acceptance.walk(steps);
