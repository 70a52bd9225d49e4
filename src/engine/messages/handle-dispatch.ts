import { unreachable } from '../../common/unreachable.ts';
import { type Dispatch, DONE, type Handled } from '../../ports/dispatch-queue.ts';
import { flowIdOf } from '../../ports/execution-store.ts';
import { Ownership } from '../drive/ownership.ts';
import { Drive } from '../drive.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import { withExecution } from '../log/open-executions.ts';
import type { EngineServices } from '../services.ts';
import { submitCommand } from '../submit-command.ts';
import { STOP_FOR_DELETION } from './handle-deletion.ts';
import { type Handler, lookAgainLater } from './handler.ts';
import { tellStart } from './tell-start.ts';

/** Pauses, in milliseconds, between looks for a commit that is about to land. */
const LOOKS = [0, 20, 60, 120];

/**
 * Performs the effects that a dispatch message owns.
 *
 * The message was sent before its commit, so it may come too early (then it is looked at again), and it may never
 * have had one (then it fades away).
 */
export async function dispatch(handler: Handler, body: Dispatch): Promise<Handled> {
  const { services } = handler;
  for (const pause of LOOKS) {
    if (pause > 0) await services.clock.sleep(pause);
    const handled = await withExecution(
      services,
      body.execution,
      (log) => takeUp(handler, body, log),
      'comesAgain',
    );
    if (handled !== undefined) return handled;
  }
  return lookAgainLater(handler);
}

/** @returns undefined when the message owns nothing yet. */
async function takeUp(handler: Handler, body: Dispatch, log: ExecutionLog): Promise<Handled | undefined> {
  const { services } = handler;
  const ownership = new Ownership(handler, body.execution, body);
  const standing = await standingOf(body, log, ownership);
  const drive = new Drive(services, log, ownership);
  if (standing !== 'tooEarly') await tellStart(handler, body, log);
  switch (standing) {
    case 'tooEarly':
      return undefined;
    case 'over':
      return DONE;
    case 'begins':
      await stopOrphan(services, log);
      return await drive.run([{ type: 'Start' }]);
    case 'hasBegun':
      await stopOrphan(services, log);
      return await drive.run([]);
    case 'goesOn':
      return await drive.run([]);
    default:
      return unreachable(standing);
  }
}

/** The relation of a dispatch message to its execution. */
type Standing =
  /** Its commit has not landed, if there ever will be one. */
  | 'tooEarly'
  /** Nothing is owed any more. */
  | 'over'
  /** It owns the start, which is yet to be decided. */
  | 'begins'
  /** It owns the start, which was decided with the header, or something after a redrive. */
  | 'hasBegun'
  /** It owns effects of a later commit, or effects that it took over from other messages. */
  | 'goesOn';

async function standingOf(
  { adopts, redrives, redrive = Number.POSITIVE_INFINITY }: Dispatch,
  log: ExecutionLog,
  { message, owns }: Ownership,
): Promise<Standing> {
  const ownsStart = owns(log.header.owner);
  // That of a start is the header, and that of a redrive is in it, whatever has become of the execution.
  const isNoted = ownsStart || redrive <= (log.header.redriven?.count ?? 0);
  const hasCommit = isNoted || (await log.hasCommitOf(message));
  const isOver = await log.isOver();
  const { state } = log;
  // A redrive since then has a message of its own.
  if (redrives !== undefined && redrives !== (state.redrives ?? 0)) return 'over';
  // Without a commit it may be that of a redrive, which comes after the end.
  if (isOver) return hasCommit || adopts !== undefined ? 'over' : 'tooEarly';
  if (ownsStart && state.status === 'Starting') return 'begins';
  if (!hasCommit && adopts === undefined) return 'tooEarly';
  const mayBeOrphan = ownsStart || state.redrives !== undefined;
  return mayBeOrphan && state.end === undefined ? 'hasBegun' : 'goesOn';
}

/**
 * An execution whose flow was deleted before it began, or went on, is stopped: no list of those in progress had it.
 *
 * The stop has a message of its own: another handler of this one may have found the flow, and deletes it when done.
 */
async function stopOrphan(services: EngineServices, { header }: ExecutionLog): Promise<void> {
  const flow = await services.flows.readFlow(header.flowName);
  if (flow?.id !== flowIdOf(header)) await submitCommand(services, header.id, STOP_FOR_DELETION);
}
