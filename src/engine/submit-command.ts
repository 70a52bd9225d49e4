import type { Command } from '../interpreter/command.ts';
import { decide } from '../interpreter/decide.ts';
import type { EventId, ExecutionEvent } from '../interpreter/event.ts';
import type { MessageId } from '../interpreter/record.ts';
import type { ExecutionHeader, ExecutionId } from '../ports/execution-store.ts';
import type { ExecutionLog } from './log/execution-log.ts';
import { withExecution } from './log/open-executions.ts';
import type { EngineServices } from './services.ts';

/**
 * The outcome of a command. `event`, with the id `eventId`, is the first event that it led to: its own, or the end of an
 * execution that had run out of time. `ignored`: the execution did not wait for it.
 */
export type SubmitOutcome =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ignored'; readonly header: ExecutionHeader }
  | {
      readonly kind: 'committed';
      readonly header: ExecutionHeader;
      readonly eventId: EventId;
      readonly event: ExecutionEvent;
    };

/**
 * Gives a command to an execution from the API's edge: sends the message that will perform what follows, then
 * commits what the command decides, with that message as owner (docs/internals/architecture.md, "Who performs").
 *
 * A command that is `committed` outlives every crash.
 */
export async function submitCommand(
  services: EngineServices,
  id: ExecutionId,
  command: Command,
): Promise<SubmitOutcome> {
  const outcome = await withExecution(services, id, (log) =>
    log.exclusive(() => submit(services, log, command)),
  );
  return outcome ?? { kind: 'unknown' };
}

async function submit(services: EngineServices, log: ExecutionLog, command: Command): Promise<SubmitOutcome> {
  let owner: MessageId | undefined;
  for (;;) {
    const at = log.circumstances(owner ?? '');
    const eventId = log.state.lastEventId + 1;
    const { state, events } = decide(log.state, command, at);
    const [event] = events;
    if (event !== undefined && owner === undefined) {
      // Sending takes time, in which a deadline may pass, so the decision comes after it.
      owner = await services.queue.send({ kind: 'dispatch', execution: log.header.id });
      continue;
    }
    if (!(await log.commit({ at, events, state }))) continue;
    const { header } = log;
    return event === undefined ? { kind: 'ignored', header } : { kind: 'committed', header, eventId, event };
  }
}
