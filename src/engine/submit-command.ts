import type { Command } from '../interpreter/command.ts';
import { decide } from '../interpreter/decide.ts';
import type { EventId } from '../interpreter/event.ts';
import type { MessageId } from '../interpreter/record.ts';
import type { ExecutionHeader, ExecutionId } from '../ports/execution-store.ts';
import { ExecutionLog } from './execution-log.ts';
import type { EngineServices } from './services.ts';

/** What came of a command; `eventId` is the event that stands for it. `ignored`: nobody waited for it. */
export type SubmitOutcome =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ignored'; readonly header: ExecutionHeader }
  | { readonly kind: 'committed'; readonly header: ExecutionHeader; readonly eventId: EventId };

/**
 * Gives a command to an execution from the API's edge: sends the message that will perform what follows, then
 * commits what the command decides, with that message as owner (design section 3).
 *
 * Once this answers `committed`, the command will not be lost, whatever crashes.
 */
export async function submitCommand(
  services: EngineServices,
  id: ExecutionId,
  command: Command,
): Promise<SubmitOutcome> {
  let owner: MessageId | undefined;
  for (;;) {
    const log = await ExecutionLog.open(services, id);
    if (log === undefined) return { kind: 'unknown' };
    const { header, state } = log;
    if (decide(state, command, log.circumstances('')).events.length === 0) return { kind: 'ignored', header };
    owner ??= await services.queue.send({ kind: 'dispatch', execution: id });
    const at = log.circumstances(owner);
    const decision = decide(state, command, at);
    if (decision.events.length === 0) return { kind: 'ignored', header };
    if (await log.commit(decision.state, decision.events, at)) {
      return { kind: 'committed', header, eventId: state.lastEventId + 1 };
    }
  }
}
