import { cutText } from '../../common/cut-text.ts';
import { isJsonObject } from '../../common/json.ts';
import { readJson } from '../../common/json-text.ts';
import type { Command, TaskId } from '../../interpreter/command.ts';
import type { InvokeTask } from '../../interpreter/effect.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';

/** A call that failed. */
export function failed(error: string, cause: string): CallOutcome {
  return { kind: 'failed', failure: { error, cause } };
}

/** A call that cannot be made, because of the parameters of its task. */
export function invalidInput(problem: string): CallOutcome {
  return failed('FnF.InvalidInput', problem);
}

/**
 * The return value of a function as the result of its step: the object itself, or the object whose JSON text it is.
 * Anything else is a failure (docs/reference/language.md 4.2).
 */
export function functionResult(outcome: CallOutcome): CallOutcome {
  if (outcome.kind === 'failed') return outcome;
  const result = readJson(outcome.output);
  const value = 'value' in result ? result.value : undefined;
  if (isJsonObject(value)) return outcome;
  if (typeof value !== 'string') {
    const wrong =
      'beyondRange' in result ? `The result ${result.problem}` : 'The function must return a JSON object';
    return failed('FnF.InvalidLocal', `${wrong}, found ${shown(outcome.output)}`);
  }
  const inner = readJson(value);
  if ('value' in inner && isJsonObject(inner.value)) return { kind: 'succeeded', output: value };
  const wrong = 'beyondRange' in inner ? inner.problem : 'is not that of a JSON object';
  return failed('FnF.InvalidLocal', `The text the function returned ${wrong}: ${shown(value)}`);
}

/**
 * The return value of a function that only accepts a task. The history shows it, and it may be any JSON. A number that
 * no double can hold is a failure, as in a result.
 */
export function submitResult(outcome: CallOutcome): CallOutcome {
  if (outcome.kind === 'failed') return outcome;
  const answer = readJson(outcome.output);
  return 'beyondRange' in answer ? failed('FnF.InvalidLocal', `The result ${answer.problem}`) : outcome;
}

/** The command that tells the execution how the call of a task ended. */
export function commandOfOutcome(
  { task, pattern }: Pick<InvokeTask, 'task' | 'pattern'>,
  outcome: CallOutcome,
): Command {
  const isResult = pattern === 'requestResponse';
  if (outcome.kind === 'failed') {
    return { type: isResult ? 'FailTask' : 'FailSubmit', task, failure: outcome.failure };
  }
  return { type: isResult ? 'CompleteTask' : 'SubmitTask', task, output: outcome.output };
}

/** The command for the outcome of a function that comes after the driver has gone (`Underway`). */
export function lateCommand(task: TaskId, outcome: CallOutcome): Command {
  return commandOfOutcome({ task, pattern: 'requestResponse' }, functionResult(outcome));
}

function shown(text: string): string {
  return cutText(text, 200);
}
