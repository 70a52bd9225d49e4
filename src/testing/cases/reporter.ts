import { stringifyJson } from '../../common/json-text.ts';
import { type OpenTask, openTasks } from '../../engine/history/open-tasks.ts';
import type { EngineServices } from '../../engine/services.ts';
import { readTaskId } from '../../engine/task-id.ts';
import { type CallApi, RefusedCall } from '../call-api.ts';
import type { VirtualClock } from '../memory/virtual-clock.ts';
import type { StubReport, StubResult } from './stub.ts';

/** Makes the reports that stubs ask for; one that comes too late, or again, is refused as it is anywhere. */
export class Reporter {
  readonly #services: EngineServices;
  readonly #clock: VirtualClock;
  readonly #call: CallApi;

  constructor(services: EngineServices, clock: VirtualClock, call: CallApi) {
    this.#services = services;
    this.#clock = clock;
    this.#call = call;
  }

  /** Reports an attempt so much after it was handed over, which it is once nothing more happens at this instant. */
  report(taskId: string, { result, again }: StubReport, after: number): void {
    const at = this.#clock.now();
    this.#at(at, async () => {
      const task = await this.#openTask(taskId);
      if (task === undefined) return;
      const { token, heartbeat } = task;
      if (heartbeat !== undefined) this.#beat(token, (heartbeat.seconds * 1000) / 2, at + after);
      this.#at(at + after, () => this.#send(token, result));
      if (again !== undefined) this.#at(at + after + again, () => this.#send(token, result));
    });
  }

  #at(instant: number, action: () => Promise<void>): void {
    this.#clock.schedule(instant, () => void action());
  }

  /** A worker that will report sends its heartbeats until then. */
  #beat(TaskToken: string, every: number, until: number): void {
    const at = this.#clock.now() + every;
    if (at >= until) return;
    this.#at(at, async () => {
      if (await this.#ask(() => this.#call('ReportTaskHeartbeat', { TaskToken })))
        this.#beat(TaskToken, every, until);
    });
  }

  async #openTask(taskId: string): Promise<OpenTask | undefined> {
    const task = readTaskId(taskId);
    const header = task && (await this.#services.executions.readHeader(task.execution));
    if (header === undefined) return undefined;
    const open = await openTasks(this.#services, header);
    return open.find(({ entry, attempt }) => taskId.endsWith(`/${entry}/${attempt}`));
  }

  async #send(TaskToken: string, result: StubResult): Promise<void> {
    await this.#ask(async () => {
      if (result.kind === 'output') {
        await this.#call('ReportTaskSucceeded', { TaskToken, Output: stringifyJson(result.output) });
      } else {
        const { error, cause } = result.failure;
        await this.#call('ReportTaskFailed', { TaskToken, Error: error, Cause: cause });
      }
    });
  }

  /** @returns false when the call was refused */
  async #ask(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await call();
      return true;
    } catch (error) {
      if (!(error instanceof RefusedCall)) throw error;
      return false;
    }
  }
}
