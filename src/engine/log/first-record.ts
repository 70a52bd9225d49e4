import { decide } from '../../interpreter/decide.ts';
import type { Effect } from '../../interpreter/effect.ts';
import type { ExecutionEvent, Instant } from '../../interpreter/event.ts';
import { initialState } from '../../interpreter/state.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { FlowRecord } from '../../ports/flow-store.ts';
import type { EngineServices } from '../services.ts';
import { circumstancesOf, factsOf } from './circumstances.ts';
import { definitionOf } from './flow-cache.ts';

/**
 * The first record of an execution, decided by the process that starts it, so that header and first commit are one
 * write. Undefined where a driver must decide it.
 */
export async function decideStart(
  services: EngineServices,
  header: ExecutionHeader,
  record: FlowRecord,
): Promise<readonly ExecutionEvent[] | undefined> {
  const { flow } = await definitionOf(services.flows, header, record);
  const at = { ...circumstancesOf(services, header, header.owner), now: header.startedAt };
  const { events, effects } = decide(initialState(flow, factsOf(header)), { type: 'Start' }, at);
  // Such a deadline must not run out while the message that begins the work waits in a long queue.
  const soon = header.startedAt + services.physical.delaySeconds * 1000;
  return effects.some((effect) => isDeadlineBefore(effect, soon)) ? undefined : events;
}

function isDeadlineBefore(effect: Effect, instant: Instant): boolean {
  return effect.type === 'StartTimer' && effect.timer === 'watchdog' && effect.fireAt < instant;
}
