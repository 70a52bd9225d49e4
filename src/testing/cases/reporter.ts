import { stringifyJson } from '../../common/json-text.ts';
import { openTasks } from '../../engine/history/open-tasks.ts';
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
      const token = await this.#tokenOf(taskId);
      if (token === undefined) return;
      this.#at(at + after, () => this.#send(token, result));
      if (again !== undefined) this.#at(at + after + again, () => this.#send(token, result));
    });
  }

  #at(instant: number, action: () => Promise<void>): void {
    this.#clock.schedule(instant, () => void action());
  }

  async #tokenOf(taskId: string): Promise<string | undefined> {
    const task = readTaskId(taskId);
    const header = task && (await this.#services.executions.readHeader(task.execution));
    if (header === undefined) return undefined;
    const open = await openTasks(this.#services, header);
    return open.find(({ entry, attempt }) => taskId.endsWith(`/${entry}/${attempt}`))?.token;
  }

  async #send(TaskToken: string, result: StubResult): Promise<void> {
    try {
      if (result.kind === 'output') {
        await this.#call('ReportTaskSucceeded', { TaskToken, Output: stringifyJson(result.output) });
      } else {
        const { error, cause } = result.failure;
        await this.#call('ReportTaskFailed', { TaskToken, Error: error, Cause: cause });
      }
    } catch (error) {
      if (!(error instanceof RefusedCall)) throw error;
    }
  }
}
