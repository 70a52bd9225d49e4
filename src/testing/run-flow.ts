import type { JsonObject } from '../common/json.ts';
import { stringifyJson } from '../common/json-text.ts';
import { parseFlow } from '../fdl/parse-flow.ts';
import type { Flow } from '../flow/flow.ts';
import type { Command } from '../interpreter/command.ts';
import { decide } from '../interpreter/decide.ts';
import type { Circumstances, Decision } from '../interpreter/decision.ts';
import type { Effect, InvokeTask, StartTimer } from '../interpreter/effect.ts';
import { pendingEffects } from '../interpreter/effects.ts';
import type { ExecutionEvent, Failure, Instant, ResumedEvent } from '../interpreter/event.ts';
import { type Heartbeat, listensWith, markedMissed, unmarkedMisses } from '../interpreter/heartbeats.ts';
import { decideResume } from '../interpreter/resume/decide-resume.ts';
import { type ExecutionFacts, type ExecutionState, hasEnded, initialState } from '../interpreter/state.ts';

/** The end of a task of a test: an output object, a failure, or nothing (its worker never reports). */
export type TaskAnswer = JsonObject | { readonly failure: Failure } | undefined;

export interface RunOptions {
  readonly input?: JsonObject;
  /** Returns the result of a call; by default every task returns `{}`. */
  readonly task?: (effect: InvokeTask, calls: number) => TaskAnswer;
  readonly numbers?: ExecutionFacts['numbers'];
  readonly limits?: Partial<Circumstances['limits']>;
  /** Events after which a run that does not end is given up. */
  readonly maxCommands?: number;
}

/** A committed decision with its time. */
export interface Step {
  readonly command: Command;
  readonly events: readonly ExecutionEvent[];
  readonly at: Instant;
}

const LIMITS = {
  stepDataBytes: 262_144,
  dataFailsStep: true,
  events: 50_000,
  concurrency: 100,
  commitEvents: 1_000,
  handlerSeconds: 900,
};

/** The checked flow of a text. @throws when it has errors. */
export function flowOf(text: string): Flow {
  const { flow, diagnostics } = parseFlow(text);
  if (flow === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return flow;
}

/** One execution driven by hand on virtual time, without an engine: decide, apply, give the effects their results. */
export class Run {
  state: ExecutionState;
  now: Instant = 0;
  readonly steps: Step[] = [];
  readonly calls: InvokeTask[] = [];
  /** The newest heartbeat of each task, as a test has it. */
  heartbeats: readonly Heartbeat[] = [];
  readonly #options: RunOptions;
  readonly #timers: { readonly fireAt: Instant; readonly command: Command }[] = [];

  constructor(flow: Flow | string, options: RunOptions = {}) {
    const facts: ExecutionFacts = {
      flowId: 'flow-id',
      flowName: 'flow',
      executionName: 'run',
      input: options.input ?? {},
      numbers: options.numbers ?? 'exact',
    };
    this.state = initialState(typeof flow === 'string' ? flowOf(flow) : flow, facts);
    this.#options = options;
  }

  /** Starts the execution and runs it until it ends or waits for a report. */
  toEnd(): this {
    this.give({ type: 'Start' });
    return this.onToEnd();
  }

  /** Lets timers fire until the execution ends or waits for a report. */
  onToEnd(): this {
    let left = this.#options.maxCommands ?? 10_000;
    while (!hasEnded(this.state) && this.#timers.length > 0 && left-- > 0) this.fireNext();
    return this;
  }

  /** Lets the earliest timer fire, at its time. */
  fireNext(): void {
    this.#timers.sort((a, b) => a.fireAt - b.fireAt);
    const timer = this.#timers.shift();
    if (timer === undefined) throw new Error('no timer is armed');
    this.now = Math.max(this.now, timer.fireAt);
    this.give(this.#withHeartbeats(timer.command));
  }

  /** Heartbeats that this run was told of count; those that are due beyond them count as missed, as with an engine. */
  #withHeartbeats(command: Command): Command {
    if (command.type !== 'FireTimer' || !listensWith(this.state, command.timer)) return command;
    const missed = unmarkedMisses(this.state, this.heartbeats, command.dueAt).map(markedMissed);
    return { ...command, heartbeats: [...this.heartbeats, ...missed] };
  }

  /** Gives a command and everything that its effects lead to at once. */
  give(command: Command): Decision {
    const decision = decide(this.state, command, this.circumstances());
    this.state = decision.state;
    if (decision.events.length > 0) this.steps.push({ command, events: decision.events, at: this.now });
    for (const effect of decision.effects) this.#perform(effect);
    return decision;
  }

  /** Goes on by an event that holds the state to go on with, and does everything that is then to be done. */
  resume(event: ResumedEvent): this {
    const { state, events } = decideResume(this.state, event, this.circumstances());
    this.state = state;
    this.#timers.length = 0;
    this.steps.push({ command: { type: 'Continue' }, events, at: this.now });
    const { newToken, limits } = this.circumstances();
    const pending = pendingEffects(state, () => true, { concurrency: limits.concurrency, newToken });
    for (const effect of pending) this.#perform(effect);
    return this;
  }

  circumstances(owner = 'message'): Circumstances {
    return {
      now: this.now,
      owner,
      newToken: ({ frame, entry, attempt }) => `token ${frame}.${entry}.${attempt}`,
      limits: { ...LIMITS, ...this.#options.limits },
    };
  }

  /** All events so far, in order. */
  get events(): ExecutionEvent[] {
    return this.steps.flatMap(({ events }) => events);
  }

  get output(): JsonObject | undefined {
    return this.state.end?.output;
  }

  get failure(): Failure | undefined {
    return this.state.end?.failure;
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'GoOn':
        this.give({ type: 'Continue' });
        return;
      case 'StartTimer':
        this.#startTimer(effect);
        return;
      case 'InvokeTask':
        this.#answer(effect);
        return;
      default:
        return;
    }
  }

  #startTimer({ timer, fireAt }: StartTimer): void {
    this.#timers.push({ fireAt, command: { type: 'FireTimer', timer, dueAt: fireAt } });
  }

  #answer(effect: InvokeTask): void {
    this.calls.push(effect);
    const { task } = effect;
    if (effect.pattern !== 'requestResponse') this.give({ type: 'SubmitTask', task, output: '{}' });
    const answer = this.#options.task === undefined ? {} : this.#options.task(effect, this.calls.length);
    if (answer === undefined) return;
    if (isFailure(answer)) this.give({ type: 'FailTask', task, failure: answer.failure });
    else this.give({ type: 'CompleteTask', task, output: stringifyJson(answer) });
  }
}

function isFailure(answer: Exclude<TaskAnswer, undefined>): answer is { readonly failure: Failure } {
  return 'failure' in answer;
}

/** A failure with an error name. */
export function failing(error: string, cause = ''): { readonly failure: Failure } {
  return { failure: { error, cause } };
}
