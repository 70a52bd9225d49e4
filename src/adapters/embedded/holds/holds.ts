import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionId } from '../../../ports/execution-store.ts';
import { type InFlightFile, NO_FILE, openInFlightFile } from './in-flight-file.ts';
import { groupsOf, judge, MAX_DEATHS, NO_STARTS, type Starts } from './judge.ts';
import { type OwnDeath, watchOwnDeath } from './own-death.ts';

/** The times of holds. */
export interface HoldTimes {
  /** A group, before the next one is taken up. */
  readonly groupMs: number;
  /** A process must have lived so long before doubtful work is tried once more. */
  readonly quietMs: number;
}

const TIMES: HoldTimes = { groupMs: 5_000, quietMs: 60_000 };
const LOOK_EVERY_MS = 50;

/** Progress and names of the work during which a process ended. */
export interface KnownWork {
  /** Its last event. */
  lastEventOf(key: string): number;
  /** False once there is nothing more to take up. */
  isLeft(key: string): boolean;
  /** Its name for people. */
  nameOf(key: string): string;
}

/** Remembers the work during which processes have ended, so that no work ends them at every start. */
export class Holds {
  readonly #folder: string | undefined;
  readonly #file: InFlightFile;
  readonly #work: KnownWork;
  readonly #groups: readonly (readonly string[])[];
  readonly #apart: ReadonlySet<string>;
  /** Number of messages about each key that are being handled; a key that never had one is absent. */
  readonly #handled = new Map<string, number>();
  readonly #times: HoldTimes;
  #starts: Starts;
  #isClosed = false;
  #death: OwnDeath | undefined;

  /** Reads the files of the process before this one; without a folder nothing is ever held. */
  static open(folder: string | undefined, work: KnownWork, times = TIMES): Holds {
    if (folder === undefined) return new Holds(folder, NO_FILE, work, NO_STARTS, times);
    const file = openInFlightFile(folder);
    const death = watchOwnDeath(folder);
    const lastEventOf = (key: string) => work.lastEventOf(key);
    const starts = judge(readStarts(folder), file.found, lastEventOf, death.found !== undefined);
    const isLeft = (key: string) => work.isLeft(key);
    const left = { held: starts.held.filter(isLeft), doubtful: starts.doubtful.filter(isLeft) };
    const holds = new Holds(folder, file, work, { ...starts, ...left }, times);
    holds.#death = death;
    holds.#write();
    return holds;
  }

  private constructor(
    folder: string | undefined,
    file: InFlightFile,
    work: KnownWork,
    starts: Starts,
    times: HoldTimes,
  ) {
    this.#times = times;
    this.#folder = folder;
    this.#file = file;
    this.#work = work;
    this.#starts = starts;
    this.#groups = groupsOf(starts);
    this.#apart = new Set(this.#groups.flat());
  }

  /** Keys of work that waits for an operator. */
  get held(): readonly string[] {
    return this.#starts.held;
  }

  isHeld(key: string): boolean {
    return this.#starts.held.includes(key);
  }

  /** Why it is not taken up, for people; undefined for work that is not held. */
  reasonFor(key: string): string | undefined {
    if (!this.isHeld(key)) return undefined;
    return `${this.#work.nameOf(key)} is held: the server ended ${MAX_DEATHS} times in a row while it was at it`;
  }

  /** True for work that a start takes up with all others. */
  isOrdinary(key: string): boolean {
    return !this.isHeld(key) && !this.#apart.has(key);
  }

  /** Lets it be taken up again. */
  release(key: string): void {
    // Work that is being tried is not released because it is taken up, but by the outcome of the try.
    if (!this.isHeld(key) || this.#starts.group.includes(key)) return;
    const others = (keys: readonly string[]) => keys.filter((other) => other !== key);
    const { held, doubtful } = this.#starts;
    this.#starts = { ...this.#starts, held: others(held), doubtful: others(doubtful) };
    this.#write();
  }

  /** Notes that work on it begins. @returns a function that notes its end */
  begin(key: string): () => void {
    const end = this.#file.begin(key);
    const isWatched = this.#starts.group.includes(key);
    if (isWatched) this.#handled.set(key, (this.#handled.get(key) ?? 0) + 1);
    return () => {
      end();
      if (isWatched) this.#handled.set(key, (this.#handled.get(key) ?? 1) - 1);
    };
  }

  /** Takes up the work at which two processes in a row have ended, group by group, so that the guilty one is found. */
  async takeUpApart(takeUp: (key: string) => Promise<void>): Promise<void> {
    for (const group of this.#groups) await this.#try(group, takeUp);
    if (this.#starts.doubtful.length > 0) await sleep(this.#times.quietMs, undefined, { ref: false });
    for (const key of this.#starts.doubtful) {
      await this.#try([key], takeUp);
      this.release(key);
    }
  }

  async #try(group: readonly string[], takeUp: (key: string) => Promise<void>): Promise<void> {
    if (this.#isClosed) return;
    this.#handled.clear();
    this.#noteGroup(group);
    for (const key of group) await takeUp(key);
    await this.#untilOver(group);
    this.#noteGroup([]);
  }

  #noteGroup(group: readonly string[]): void {
    if (this.#isClosed) return;
    this.#starts = { ...this.#starts, group };
    this.#write();
  }

  /** The process ends as it should. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#file.close();
    this.#death?.close();
    this.#starts = { ...this.#starts, suspects: [], group: [] };
    this.#write();
  }

  async #untilOver(group: readonly string[]): Promise<void> {
    const isOver = () => group.every((key) => this.#handled.get(key) === 0);
    for (const until = performance.now() + this.#times.groupMs; !isOver() && performance.now() < until; )
      await sleep(LOOK_EVERY_MS, undefined, { ref: false });
  }

  /** Writes the file as a whole or not at all; a full disk must not stop the work. */
  #write(): void {
    if (this.#folder === undefined) return;
    const path = pathIn(this.#folder);
    try {
      writeFileSync(`${path}.tmp`, JSON.stringify(this.#starts), { mode: 0o600 });
      renameSync(`${path}.tmp`, path);
    } catch {
      return;
    }
  }
}

/** Names an execution. */
export function executionKey({ flowId, name }: ExecutionId): string {
  return `execution/${flowId}/${name}`;
}

/** Names a message. */
export function messageKey(id: string): string {
  return `message/${id}`;
}

/** The execution or message that a key names. */
export function readKey(key: string): { readonly execution: ExecutionId } | { readonly message: string } {
  const [kind = '', first = '', ...rest] = key.split('/');
  return kind === 'execution'
    ? { execution: { flowId: first, name: rest.join('/') } }
    : { message: [first, ...rest].join('/') };
}

function pathIn(folder: string): string {
  return join(folder, 'starts.json');
}

/** A file that cannot be read counts as empty. */
function readStarts(folder: string): Starts {
  try {
    const { suspects, group, held, doubtful } = JSON.parse(readFileSync(pathIn(folder), 'utf8'));
    const lists = [suspects, group, held, doubtful];
    return lists.every(Array.isArray) ? { suspects, group, held, doubtful } : NO_STARTS;
  } catch {
    return NO_STARTS;
  }
}
