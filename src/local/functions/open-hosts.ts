import type { FunctionCall } from '../../ports/task-targets.ts';
import type { FunctionFile } from './find-function.ts';
import type { FunctionHost } from './function-host.ts';

/** For so long a function is not looked up again while its code is as it was: a file that comes before it in the order is found a moment later. */
const FOUND_MS = 20;
/** Functions that keep processes without having calls. */
const IDLE_FUNCTIONS = 32;
const TIDY_MS = 5_000;

interface OpenHost {
  readonly host: FunctionHost;
  readonly modifiedAt: number;
}

/** The hosts of all functions that were called lately, each on the newest code of its function. */
export class OpenHosts {
  /** Hosts by file, in the order of their latest calls, the latest last. */
  readonly #byFile = new Map<string, OpenHost>();
  readonly #byTarget = new Map<string, { readonly host: FunctionHost; readonly until: number }>();
  /** Hosts that are not done, those on older code among them. */
  readonly #open = new Set<FunctionHost>();
  #tidying: NodeJS.Timeout | undefined;

  /** The host of a function that was looked up just now and has not changed; undefined when it has to be looked up. */
  current(target: FunctionCall['target']): FunctionHost | undefined {
    const known = this.#byTarget.get(keyOf(target));
    if (known === undefined || known.until < performance.now()) return undefined;
    return known.host.code.isCurrent() ? known.host : undefined;
  }

  /** The host of a function that was looked up, opened where there is none on the code as it is. */
  open(target: FunctionCall['target'], found: FunctionFile, open: () => FunctionHost): FunctionHost {
    const host = this.#hostOf(found, open);
    this.#byTarget.set(keyOf(target), { host, until: performance.now() + FOUND_MS });
    return host;
  }

  /** Ends all at once. */
  close(): void {
    clearInterval(this.#tidying);
    for (const host of this.#open) host.close();
  }

  #hostOf({ file, modifiedAt }: FunctionFile, open: () => FunctionHost): FunctionHost {
    const known = this.#byFile.get(file);
    this.#byFile.delete(file);
    if (known?.modifiedAt === modifiedAt && !known.host.code.isOutdated()) {
      this.#byFile.set(file, known);
      return known.host;
    }
    if (known !== undefined) {
      this.#forget(known.host);
      known.host.retire();
    }
    const host = open();
    this.#byFile.set(file, { host, modifiedAt });
    this.#open.add(host);
    this.#tidying ??= setInterval(() => this.#tidy(), TIDY_MS).unref();
    this.#endOldest();
    return host;
  }

  #forget(host: FunctionHost): void {
    for (const [target, known] of this.#byTarget) if (known.host === host) this.#byTarget.delete(target);
  }

  #tidy(): void {
    const now = Date.now();
    for (const host of this.#open) {
      host.tidy(now);
      if (host.isDone) this.#open.delete(host);
    }
  }

  /** Ends the processes of the functions called longest ago, when many functions keep some. */
  #endOldest(): void {
    for (const [file, { host }] of this.#byFile) {
      if (this.#byFile.size <= IDLE_FUNCTIONS) return;
      if (host.isIdle) {
        this.#byFile.delete(file);
        this.#forget(host);
        host.retire();
      }
    }
  }
}

function keyOf({ resourceArn, qualifier }: FunctionCall['target']): string {
  return `${resourceArn} ${qualifier ?? ''}`;
}
