import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

type Method = (argument: unknown) => unknown;

/** A process of the benchmark that answers calls, one after the other. */
export class Child implements AsyncDisposable {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Starts a script that calls `answerCalls`. @throws when it ends before that, as with a variable that it lacks */
  static async start(
    script: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ) {
    const env = { ...process.env, ...environment };
    const child = fork(script, args, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${script} ended with ${code} before it was ready`);
    });
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => {});
    return new Child(child);
  }

  /** @throws what the method throws. */
  async call<Result>(method: string, argument: unknown = null): Promise<Result> {
    this.#process.send({ method, argument });
    const [answer] = (await once(this.#process, 'message')) as [Answer];
    if ('problem' in answer) throw new Error(answer.problem);
    return answer.result as Result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.disconnect();
    await exited;
  }
}

type Answer = { readonly result: unknown } | { readonly problem: string };

/** Answers the calls of the process that started this one, and ends with it. */
export function answerCalls(methods: Readonly<Record<string, Method>>): void {
  process.on('message', async ({ method, argument }: { method: string; argument: unknown }) => {
    try {
      process.send?.({ result: (await methods[method]?.(argument)) ?? null });
    } catch (error) {
      process.send?.({ problem: String(error instanceof Error ? error.stack : error) });
    }
  });
  process.once('disconnect', () => process.exit());
  process.send?.('ready');
}

let offset = 0;
const realNow = Date.now.bind(Date);

/** Lets this process see a later time than it is: what waits need not be waited for. */
export function shiftTime(milliseconds: number): void {
  offset = milliseconds;
  Date.now = () => realNow() + offset;
}
