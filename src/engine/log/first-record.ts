import { decide } from '../../interpreter/decide.ts';
import type { Effect } from '../../interpreter/effect.ts';
import type { ExecutionEvent, Instant } from '../../interpreter/event.ts';
import { initialState } from '../../interpreter/state.ts';
import { executionDeadline } from '../../interpreter/watchdog.ts';
import type { FlowRecord } from '../../ports/flow-store.ts';
import type { EngineServices } from '../services.ts';
import { circumstancesOf, factsOf } from './circumstances.ts';
import { definitionOf } from './flow-cache.ts';
import type { WholeHeader } from './whole-log.ts';

/** The beginning of an execution, as the process decides it that starts it. */
export interface StartDecision {
  /** The first record, so that header and first commit are one write; undefined where a driver must decide it. */
  readonly firstEvents?: readonly ExecutionEvent[];
  /** Latest instant at which it ends. */
  readonly endsBy: Instant;
}

/** Decides how an execution begins. */
export async function decideStart(
  services: EngineServices,
  header: WholeHeader,
  record?: FlowRecord,
): Promise<StartDecision> {
  const { flow } = await definitionOf(services.flows, header, record);
  const at = { ...circumstancesOf(services, header, header.owner), now: header.startedAt };
  const { events, effects, state } = decide(initialState(flow, factsOf(header)), { type: 'Start' }, at);
  // Such a deadline must not run out while the message that begins the work waits in a long queue.
  const soon = header.startedAt + services.physical.delaySeconds * 1000;
  const endsBy = executionDeadline(state);
  const isUrgent = effects.some((effect) => isDeadlineBefore(effect, soon));
  return { endsBy, ...(!isUrgent && { firstEvents: events }) };
}

function isDeadlineBefore(effect: Effect, instant: Instant): boolean {
  return effect.type === 'StartTimer' && effect.timer === 'watchdog' && effect.fireAt < instant;
}
