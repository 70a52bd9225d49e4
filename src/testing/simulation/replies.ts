import { lateCommand } from '../../engine/perform/outcome.ts';
import type { Failure } from '../../interpreter/event.ts';
import type { CallOutcome, FunctionCall, ReplyTo, Underway } from '../../ports/task-targets.ts';
import { LATE_MILLISECONDS, type ReplyFate } from './fates.ts';
import type { SimulatedWorld, WorldProcess } from './simulated-world.ts';

/** Pause after which an outcome is looked at again that nothing names a task for, and how often it is. */
const LOOK_MILLISECONDS = 1_000;
const MOST_LOOKS = 60;

/** The failure of a task whose outcome has not come, in time or at all. */
export const LOST: Failure = { error: 'FC.Unknown', cause: 'no outcome has come' };

/** Whether a call is known as that of its task. */
interface Correlation {
  isKnown: boolean;
}

/**
 * Calls a function for which no driver waits, as an adapter must: begins it, notes which task the call belongs to, and sends the message
 * that fails a task without a deadline when no outcome has come. The process may die between any two of them.
 */
export async function callLater(
  process: WorldProcess,
  call: FunctionCall & { readonly replyTo: ReplyTo },
  fate: ReplyFate,
): Promise<Underway> {
  const { world } = process;
  const { execution, task } = call.replyTo;
  const correlation = { isKnown: false };
  await process.call('targets.call', async () => {
    world.noteStart(call.caller);
    const outcome = await world.outside.invoke(call);
    if (outcome !== undefined) reply(world, call.replyTo, outcome, { ...fate, correlation });
  });
  await process.call('correlations.put', async () => {
    correlation.isKnown = true;
  });
  const body = {
    kind: 'command',
    execution,
    command: lateCommand(task, { kind: 'failed', failure: LOST }),
  } as const;
  if (call.deadlineAt === undefined)
    await process.call('queue.send', () => world.queue.send(body, LATE_MILLISECONDS / 1000));
  return { kind: 'underway' };
}

function reply(
  world: SimulatedWorld,
  { execution, task }: ReplyTo,
  outcome: CallOutcome,
  { after, isLost, repeatAfter, correlation }: ReplyFate & { readonly correlation: Correlation },
): void {
  if (isLost) return;
  const body = { kind: 'command', execution, command: lateCommand(task, outcome) } as const;
  const arrive = (looks: number) => {
    if (correlation.isKnown) void world.queue.send(body);
    else if (looks < MOST_LOOKS) world.after(LOOK_MILLISECONDS, () => arrive(looks + 1));
  };
  world.after(after, () => arrive(0));
  if (repeatAfter !== undefined) world.after(after + repeatAfter, () => arrive(0));
}
