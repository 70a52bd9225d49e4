import type { EventId, Instant } from '../../interpreter/event.ts';
import { type Answer, ask } from './client.ts';
import { longestStop } from './delay.ts';
import { BrokenPromise, type SimulatedLog } from './log.ts';
import type { World } from './world.ts';

/** Name of the execution that a scenario starts. */
export const NAME = 'main';

/** Requests to redrive an execution, ended or not. */
export interface Redrives {
  /** Milliseconds between them. */
  readonly every: number;
  /** Of those that find an end. */
  readonly most: number;
  /** Of all, most of which find it under way. */
  readonly asks: number;
  /** Goes back to the step of this event at the first one, as far as there is such an event of a step. */
  readonly fromEventId?: number;
}

/** A request to fork an execution, so many milliseconds after its start was asked for. */
export interface Fork {
  readonly at: number;
  /** Goes on at the step of this event, if there is one by then. */
  readonly fromEventId?: number;
}

/** The execution that requests are about. */
export interface Key {
  readonly FlowName: string;
  readonly ExecutionName: string;
}

/** Events that a client reads at a time: where most of them are kept apart, one after the other, more take longer than it waits. */
const PAGE = 200;

/**
 * Requests of clients about the execution of a scenario. Each response must be one that the log allows at some instant between
 * the request and the response: those of processes with memories of their own are those of one single register.
 */
export class Requests {
  readonly #world: World;
  readonly #key: Key;
  readonly #deletion: { isAsked: boolean; doneAt?: Instant };

  /** `deletion` is that of the flow, where others have requests about it, too. */
  constructor(world: World, key: Key, deletion: { isAsked: boolean; doneAt?: Instant } = { isAsked: false }) {
    this.#world = world;
    this.#key = key;
    this.#deletion = deletion;
  }

  start(input: string): void {
    ask(this.#world, 'StartExecution', { ...this.#key, Input: input }, () => {
      const log = this.#log();
      const asked = { isClosed: log?.end !== undefined, redrives: log?.state.redrives ?? 0 };
      return (answer) => this.#checkStart(answer, asked);
    });
  }

  stop(): void {
    ask(this.#world, 'StopExecution', { ...this.#key, Error: 'Enough' }, () => {
      const wasThere = this.#log() !== undefined;
      return ({ status, body }) => {
        const isKept = status !== 200 || (this.#log()?.ends ?? 0) > 0;
        if (!isKept) throw new BrokenPromise('a stop was accepted and not kept');
        if (status !== 200 && wasThere && !this.#deletion.isAsked)
          throw new BrokenPromise(`a stop was refused with ${body['Code']}`);
      };
    });
  }

  /** Asks again and again to let the execution go on, whether it has ended or not. */
  redrive({ every, most, asks, fromEventId }: Redrives): void {
    let ends = 0;
    let asked = 0;
    const again = () => {
      const { end } = this.#log() ?? {};
      if (end?.status === 'Succeeded' || ends >= most || asked++ > asks) return;
      if (this.#deletion.isAsked) return;
      const from = ends === 0 && fromEventId !== undefined ? { FromEventId: fromEventId } : {};
      if (end !== undefined) ends++;
      this.#redriveOnce({ ...this.#key, ...from });
      this.#world.after(every, again);
    };
    this.#world.after(every, again);
  }

  /** Asks for a fork; what fails in it is let go on as the execution itself is. */
  fork(name: string, { fromEventId }: Fork, redrives: Redrives | undefined): void {
    const key = { ...this.#key, ExecutionName: name };
    const from = fromEventId === undefined ? {} : { FromEventId: fromEventId };
    let isBegun = false;
    const begin = () => {
      if (isBegun || redrives === undefined) return;
      isBegun = true;
      const { fromEventId: _, ...again } = redrives;
      new Requests(this.#world, key, this.#deletion).redrive(again);
    };
    ask(this.#world, 'ForkExecution', { ...this.#key, ...from, NewExecutionName: name }, () => (answer) => {
      if (answer.status !== 200) this.#checkNoFork(answer, name);
      else this.#checkFork(answer, name);
      if (this.#world.logs.named(name) !== undefined) begin();
    });
  }

  #checkFork({ body }: Answer, name: string): void {
    const { lastEventId } = this.#world.logs.named(name)?.state ?? { lastEventId: 0 };
    if (Number(body['EventId']) > lastEventId) throw new BrokenPromise('a fork was accepted and not kept');
  }

  #checkNoFork({ body }: Answer, name: string): void {
    const code = body['Code'];
    const isRefused = code === 'ExecutionNotForkable' || code === 'ExecutionNotExists';
    // The response to an earlier try was lost, and it has ended since.
    const isOver = code === 'ExecutionAlreadyExists' && this.#world.logs.named(name)?.end !== undefined;
    if (!isRefused && !isOver && !(code === 'FlowNotExists' && this.#deletion.isAsked))
      throw new BrokenPromise(`a fork was refused with ${code}`);
  }

  deleteFlow(): void {
    this.#deletion.isAsked = true;
    ask(this.#world, 'DeleteFlow', { Name: this.#key.FlowName }, () => () => {
      this.#deletion.doneAt = this.#world.clock.now();
    });
  }

  /** Hands the events on as texts. */
  readHistory(onEvents: (events: string[]) => void): void {
    ask(this.#world, 'GetExecutionHistory', { ...this.#key, Limit: PAGE }, () => {
      const known = this.#log()?.state.lastEventId ?? 0;
      return ({ status, body }) => {
        if (status !== 200) return;
        const events = body['Events'] as object[];
        this.#checkHistory(events.length, known);
        onEvents(events.map((event) => JSON.stringify(event)));
      };
    });
  }

  #redriveOnce(request: Key): void {
    ask(this.#world, 'RedriveExecution', request, () => ({ status, body }) => {
      if (status === 200) {
        const { EventId } = body;
        const { lastEventId } = this.#log()?.state ?? { lastEventId: 0 };
        if (Number(EventId) > lastEventId) throw new BrokenPromise('a redrive was accepted and not kept');
        return;
      }
      const isRefused = body['Code'] === 'ExecutionNotRedrivable' || body['Code'] === 'ExecutionNotExists';
      if (!isRefused && !(body['Code'] === 'FlowNotExists' && this.#deletion.isAsked))
        throw new BrokenPromise(`a redrive was refused with ${body['Code']}`);
    });
  }

  /** @throws BrokenPromise when an execution outlived its deleted flow. */
  checkDeletion(): void {
    const endedAt = this.#log()?.state.end?.at;
    const { doneAt } = this.#deletion;
    if (doneAt === undefined || endedAt === undefined) return;
    if (endedAt > doneAt + longestStop(this.#world.fates))
      throw new BrokenPromise('the execution outlived its flow');
  }

  /**
   * A start is accepted unless the execution has ended, and refused only if it has, at some instant since it was asked
   * for: a redrive may come in between. Once the flow is deleted, no start is accepted any more.
   */
  #checkStart({ status, body }: Answer, asked: { isClosed: boolean; redrives: number }): void {
    const log = this.#log();
    const isRedriven = asked.redrives < (log?.state.redrives ?? 0);
    if (status === 200 && log === undefined) throw new BrokenPromise('a start was accepted and not kept');
    if (status === 200 && asked.isClosed && !isRedriven)
      throw new BrokenPromise('a start was accepted after its end');
    if (status === 200) return;
    const hasBeenClosed = asked.isClosed || isRedriven || log?.end !== undefined;
    const isClosed = body['Code'] === 'ExecutionAlreadyExists' && hasBeenClosed;
    const isGone = body['Code'] === 'FlowNotExists' && this.#deletion.isAsked;
    if (!isClosed && !isGone) throw new BrokenPromise(`a start was refused with ${body['Code']}`);
  }

  #checkHistory(events: number, known: EventId): void {
    if (events < Math.min(known, PAGE)) throw new BrokenPromise('a history lacks events that were there');
    if (events > (this.#log()?.state.lastEventId ?? 0))
      throw new BrokenPromise('a history has events that are not there');
  }

  #log(): SimulatedLog | undefined {
    return this.#world.logs.named(this.#key.ExecutionName);
  }
}
