import type {
  DispatchHandler,
  DispatchMessage,
  Handled,
  HandlerContext,
} from '../../ports/dispatch-queue.ts';
import type { AbandonedExecution } from '../../ports/execution-store.ts';
import type { Home } from '../../ports/home.ts';
import { AWS_LIMITS } from './physical-limits.ts';
import type { AwsServices } from './services.ts';

/**
 * Functions that come and go over queues, tables and schedules that stay. A message that a crashed function had comes back
 * by itself, and the event source brings messages to the driver.
 */
export class AwsHome implements Home {
  readonly ports: AwsServices;
  readonly physical = AWS_LIMITS;
  #handle: DispatchHandler | undefined;

  constructor(ports: AwsServices) {
    this.ports = ports;
  }

  async *abandoned(): AsyncIterable<AbandonedExecution> {}

  async start(handle: DispatchHandler): Promise<void> {
    this.#handle = handle;
  }

  /** Has a message handled that was received. @throws when the home is not started, or closed; it then comes back */
  async deliver(message: DispatchMessage, context?: HandlerContext): Promise<Handled> {
    if (this.#handle === undefined)
      throw new Error('Messages are handled between the start and the close of a home');
    return await this.#handle(message, context);
  }

  async close(): Promise<void> {
    this.#handle = undefined;
  }
}
