import { cutText } from '../../common/cut-text.ts';
import { isJsonObject } from '../../common/json.ts';
import type { Command } from '../../interpreter/command.ts';
import type { InvokeTask } from '../../interpreter/effect.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';

/** A call that failed. */
export function failed(error: string, cause: string): CallOutcome {
  return { kind: 'failed', failure: { error, cause } };
}

/** A call that cannot be made with what the parameters of its task say. */
export function invalidInput(problem: string): CallOutcome {
  return failed('FnF.InvalidInput', problem);
}

/**
 * What a function returned, as the result of its step: the object itself, or the object whose JSON text it returned
 * as a string. Anything else is a failure (docs/reference/language.md 4.2).
 */
export function functionResult(outcome: CallOutcome): CallOutcome {
  if (outcome.kind === 'failed') return outcome;
  const value = parsed(outcome.output);
  if (isJsonObject(value)) return outcome;
  if (typeof value !== 'string') {
    return failed(
      'FC.InvalidOutput',
      `The function must return a JSON object, found ${shown(outcome.output)}`,
    );
  }
  return isJsonObject(parsed(value))
    ? { kind: 'succeeded', output: value }
    : failed(
        'FnF.InvalidLocal',
        `The text the function returned is not that of a JSON object: ${shown(value)}`,
      );
}

/** The command that tells the execution how the call of a task ended. */
export function commandOfOutcome({ task, pattern }: InvokeTask, outcome: CallOutcome): Command {
  const isResult = pattern === 'requestResponse';
  if (outcome.kind === 'failed') {
    return { type: isResult ? 'FailTask' : 'FailSubmit', task, failure: outcome.failure };
  }
  return { type: isResult ? 'CompleteTask' : 'SubmitTask', task, output: outcome.output };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shown(text: string): string {
  return cutText(text, 200);
}
