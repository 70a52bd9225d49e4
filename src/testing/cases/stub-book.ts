import { containsJson } from '../../common/contains-json.ts';
import { isJsonObject, type JsonValue } from '../../common/json.ts';
import { evaluateCondition } from '../../expressions/evaluate-condition.ts';
import type { Stub, Stubs, StubWhen } from './stub.ts';

/** A call of a task, as a stub sees it. */
export interface StubCall {
  readonly stepName: string;
  readonly resourceArn: string;
  /** Text for a message that is no JSON. */
  readonly input: JsonValue;
  /** The same for a repeat of the same attempt. */
  readonly taskId: string;
}

/** Hands out the stubs of one run, each as often as it says. */
export class StubBook {
  readonly #stubs: Stubs;
  readonly #used = new Map<Stub, number>();
  /** An attempt that is repeated after a crash gets what it got before. */
  readonly #byTask = new Map<string, Stub>();

  constructor(stubs: Stubs) {
    this.#stubs = stubs;
  }

  /** True where the calls of a step, or of what it names, are stubbed at all. */
  has({ stepName, resourceArn }: Pick<StubCall, 'stepName' | 'resourceArn'>): boolean {
    return this.#stubs.has(stepName) || this.#stubs.has(resourceArn);
  }

  /** The first stub that is not used up and serves such a call; those of the step come before those of its resource. */
  take(call: StubCall): Stub | undefined {
    const known = this.#byTask.get(call.taskId);
    if (known !== undefined) return known;
    const stub = this.#listOf(call).find(
      (candidate) => this.#isLeft(candidate) && fits(candidate.when, call),
    );
    if (stub === undefined) return undefined;
    this.#used.set(stub, this.#usesOf(stub) + 1);
    this.#byTask.set(call.taskId, stub);
    return stub;
  }

  #listOf({ stepName, resourceArn }: StubCall): readonly Stub[] {
    return this.#stubs.get(stepName) ?? this.#stubs.get(resourceArn) ?? [];
  }

  #isLeft(stub: Stub): boolean {
    return this.#usesOf(stub) < (stub.times ?? Number.POSITIVE_INFINITY);
  }

  #usesOf(stub: Stub): number {
    return this.#used.get(stub) ?? 0;
  }
}

function fits(when: StubWhen | undefined, { input }: StubCall): boolean {
  if (when === undefined) return true;
  if (when.kind === 'contains') return containsJson(input, when.part);
  return isJsonObject(input) && evaluateCondition(when.condition, input);
}
