import { isDeepStrictEqual } from 'node:util';
import { printDuration } from '../../common/duration.ts';
import type { JsonObject, JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import type { FlowRun } from './run-flow.ts';
import { millisecondsOf, type Span } from './span.ts';

/** The result of a matcher, as vitest and jest take it. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Matchers for `expect.extend` of vitest and jest; each is a plain function of a run. */
export const flowMatchers = {
  /** It succeeded, with this output where one is given. */
  toHaveSucceeded(run: FlowRun, output?: JsonObject): MatcherResult {
    const isRight =
      run.status === 'Succeeded' && (output === undefined || isDeepStrictEqual(run.output, output));
    return result(
      isRight,
      `succeed${output === undefined ? '' : ` with ${stringifyJson(output)}`}`,
      endOf(run),
    );
  },

  /** It ended with this error. */
  toHaveFailedWith(run: FlowRun, error: string): MatcherResult {
    return result(run.error === error, `fail with ${error}`, endOf(run));
  },

  /** It entered these steps, in this order. */
  toHaveTakenPath(run: FlowRun, path: readonly string[]): MatcherResult {
    return result(
      isDeepStrictEqual(run.path, path),
      `take ${path.join(', ')}`,
      `it took ${run.path.join(', ')}`,
    );
  },

  /** A step, or what a resource ARN names, was called so often, or with these inputs. */
  toHaveCalled(run: FlowRun, name: string, expected?: number | readonly JsonValue[]): MatcherResult {
    const calls = run.calls.filter(({ step, resourceArn }) => step === name || resourceArn === name);
    const inputs = calls.map(({ input }) => input);
    const isRight =
      typeof expected === 'object'
        ? isDeepStrictEqual(inputs, expected)
        : calls.length === (expected ?? calls.length);
    const wanted =
      expected === undefined
        ? ''
        : ` ${typeof expected === 'object' ? `with ${stringifyJson(expected)}` : `${expected} times`}`;
    const made = `it was called ${calls.length} times, with ${stringifyJson(inputs)}`;
    return result(isRight && (expected !== undefined || calls.length > 0), `call ${name}${wanted}`, made);
  },

  /** It lasted so long on its own clock. */
  toHaveLasted(run: FlowRun, span: Span): MatcherResult {
    const milliseconds = millisecondsOf(span);
    const lasted = `it lasted ${printDuration(run.lasts)}`;
    return result(run.lasts === milliseconds, `last ${printDuration(milliseconds)}`, lasted);
  },
} as const;

/** The members that `flowMatchers` add to `expect`, for the declarations of a test runner (docs/guide/testing.md). */
export interface FlowMatchers<Result = unknown> {
  toHaveSucceeded(output?: JsonObject): Result;
  toHaveFailedWith(error: string): Result;
  toHaveTakenPath(path: readonly string[]): Result;
  toHaveCalled(name: string, expected?: number | readonly JsonValue[]): Result;
  toHaveLasted(span: Span): Result;
}

function result(pass: boolean, wanted: string, actual: string): MatcherResult {
  return { pass, message: () => `expected the flow ${pass ? 'not ' : ''}to ${wanted}; ${actual}` };
}

function endOf({ status, output, error, cause }: FlowRun): string {
  if (status === 'Succeeded') return `it succeeded with ${stringifyJson(output ?? {})}`;
  return `it ended as ${status} with ${error}${cause === '' ? '' : `: ${cause}`}`;
}
