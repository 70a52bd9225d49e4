import type { JsonObject } from '../../common/json.ts';
import { parseCondition } from '../../expressions/parse-condition.ts';
import type { InProcessFunction } from '../call-in-process.ts';
import type { Stub, StubFault, StubResult, Stubs, StubWhen } from '../cases/stub.ts';
import { millisecondsOf, type Span } from './span.ts';

/** The result of a call or a report: an output, or an error with perhaps a cause. */
export type TaskResult =
  | { readonly output: JsonObject; readonly error?: never }
  | { readonly error: string; readonly cause?: string; readonly output?: never };

/** Stands for what a task calls, as test files write it (docs/guide/testing.md). */
export type TaskStub = (TaskResult | { readonly fault: StubFault }) & {
  /** A condition of the language that the input holds, or an object that it contains. @default any input */
  readonly when?: string | JsonObject;
  /** @default once in a list, any number of times alone or with `when` */
  readonly times?: number;
  /** How long the call takes, or the report after it. @default no time */
  readonly after?: Span;
  /** The report of a task that waits for one; `again` reports it a second time. */
  readonly report?: TaskResult & { readonly again?: Span };
};

/** The stubs of a task: one, several in order, or a function of the call's input. */
export type TaskAnswer = TaskStub | readonly TaskStub[] | InProcessFunction;

/** The stubs of tasks, by the names of steps or by resource ARNs. */
export type TaskStubs = Readonly<Record<string, TaskAnswer>>;

/** The same as a run takes it. @throws for a condition or a span that is none. */
export function stubsOf(tasks: TaskStubs): Stubs {
  return new Map(Object.entries(tasks).map(([name, answer]) => [name, stubsOfTask(answer)]));
}

function stubsOfTask(answer: TaskAnswer): readonly Stub[] {
  if (typeof answer === 'function') return [{ answer: { kind: 'function', run: answer }, after: 0 }];
  if (!isList(answer)) return [stubOf(answer)];
  return answer.map((given) => {
    const stub = stubOf(given);
    return stub.when === undefined && stub.times === undefined ? { ...stub, times: 1 } : stub;
  });
}

function isList(answer: TaskStub | readonly TaskStub[]): answer is readonly TaskStub[] {
  return Array.isArray(answer);
}

function stubOf(stub: TaskStub): Stub {
  const { when, times, after = 0, report } = stub;
  return {
    answer: 'fault' in stub ? { kind: 'fault', fault: stub.fault } : resultOf(stub),
    ...(when !== undefined && { when: whenOf(when) }),
    ...(times !== undefined && { times }),
    ...(report !== undefined && {
      report: {
        result: resultOf(report),
        ...(report.again !== undefined && { again: millisecondsOf(report.again) }),
      },
    }),
    after: millisecondsOf(after),
  };
}

function resultOf(result: TaskResult): StubResult {
  if (result.error === undefined) return { kind: 'output', output: result.output };
  return { kind: 'error', failure: { error: result.error, cause: result.cause ?? '' } };
}

function whenOf(when: string | JsonObject): StubWhen {
  if (typeof when === 'object') return { kind: 'contains', part: when };
  const parsed = parseCondition(when);
  if (parsed.ok) return { kind: 'condition', condition: parsed.value };
  throw new Error(`when: ${JSON.stringify(when)} is no condition: ${parsed.problem.message}`);
}
