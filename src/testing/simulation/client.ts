import type { OperationName } from '../../api/contract.ts';
import { WOKE_NOTHING } from '../memory/virtual-clock.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** A final response: a success, or a refusal that asking again would not change. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** How long a client waits for a response before it asks again. */
const PATIENCE_MILLISECONDS = 30_000;

/** Called when an operation is asked for; returns a check of the response. */
export type Expectation = () => (answer: Answer) => void;

/** Asks an operation of some process, and again until there is a final response. */
export function ask(
  world: SimulatedWorld,
  operation: OperationName,
  params: object,
  expectation: Expectation,
): void {
  const check = expectation();
  // In an outage that lasts no client asks every second.
  const pause = world.fates.outage === undefined ? 1_000 : PATIENCE_MILLISECONDS;
  let isOver = false;
  const again = () => {
    if (isOver) return WOKE_NOTHING;
    isOver = true;
    ask(world, operation, params, expectation);
    return undefined;
  };
  world.after(PATIENCE_MILLISECONDS, again);
  const answered = (answer: Answer) => {
    if (isOver) return;
    if (answer.status >= 500) {
      world.after(pause, again);
      return;
    }
    isOver = true;
    try {
      check(answer);
    } catch (error) {
      world.break(error);
    }
  };
  send(world, operation, params).then(answered, () => world.after(pause, again));
}

/** Through the JSON binding; the response may get lost on its way. */
async function send(world: SimulatedWorld, operation: OperationName, params: object): Promise<Answer> {
  const process = world.anyProcess();
  world.requests++;
  world.note(() => `${process.name} is asked ${operation}`);
  const { status, body } = await process.api({
    method: 'POST',
    path: `/${operation}`,
    query: '',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return process.call('api.answer', async () => ({ status, body: JSON.parse(body) }));
}
