import { stringifyJson } from '../../common/json-text.ts';
import { unreachable } from '../../common/unreachable.ts';
import type { RunProblem } from './case-run.ts';

/** Why a run has no end, in lines. */
export function problemText(problem: RunProblem): readonly string[] {
  switch (problem.kind) {
    case 'missing-stub': {
      const { stepName, resourceArn, input } = problem.call;
      return [
        `${stepName} calls ${resourceArn}, and no stub answers that. To paste into the case:`,
        '  tasks:',
        `    ${stepName}:`,
        ...(typeof input === 'object'
          ? [`      - when: ${stringifyJson(input)}`, '        output: {}']
          : [`      - output: {} # for ${stringifyJson(input)}`]),
      ];
    }
    case 'stuck':
      return [
        `Nothing is left that could happen, and the execution has not ended; it waits at ${problem.waitsAt.join(', ') || 'its start'}.`,
        'A stub of a task that waits for somebody needs a report: {report: {output: {}}, output: {}, after: 1h}.',
      ];
    case 'endless':
      return ['The execution goes on and on; it was given up.'];
    case 'not-started':
      return [`The execution cannot be started: ${problem.message}`];
    case 'broken':
      return [`The engine reports an error: ${problem.message}`];
    default:
      return unreachable(problem);
  }
}
