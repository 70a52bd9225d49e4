import type { JsonValue } from '../../common/json.ts';
import { jsonIn, stringifyJson } from '../../common/json-text.ts';
import { unreachable } from '../../common/unreachable.ts';
import { exitFailure } from '../../local/functions/call-failure.ts';
import type { TaskResult } from '../../ports/dispatch-queue.ts';
import type { CallOutcome, TargetCall } from '../../ports/task-targets.ts';
import { callInProcess } from '../call-in-process.ts';
import type { Stub, StubFault, StubResult } from './stub.ts';

/** How a stubbed call ends; undefined where it hangs. */
export async function stubOutcome({ answer }: Stub, request: TargetCall): Promise<CallOutcome | undefined> {
  switch (answer.kind) {
    case 'output':
    case 'error':
      return resultOf(answer);
    case 'function':
      return await callInProcess(answer.run, stringifyJson(inputOf(request)));
    case 'fault':
      return faultOutcome(answer.fault);
    default:
      return unreachable(answer);
  }
}

function faultOutcome(fault: StubFault): CallOutcome | undefined {
  if (fault === 'hangs') return undefined;
  if (fault === 'crashes') return { kind: 'failed', failure: exitFailure() };
  const cause = stringifyJson({ errorMessage: 'Too many requests' });
  return { kind: 'failed', failure: { error: 'FC.ResourceThrottled', cause } };
}

/** The result of a stub as that of a task. */
export function resultOf(result: StubResult): TaskResult {
  if (result.kind === 'error') return { kind: 'failed', failure: result.failure };
  return { kind: 'succeeded', output: stringifyJson(result.output) };
}

/** The input of a call: the event of a function, the message for a queue or topic. */
export function inputOf(request: TargetCall): JsonValue {
  const text = request.kind === 'function' ? request.event : request.body;
  return jsonIn(text) ?? text;
}
