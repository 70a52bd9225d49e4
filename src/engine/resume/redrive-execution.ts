import type { EventId } from '../../interpreter/event.ts';
import { keepsItems } from '../../interpreter/reading.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import { decideResume } from '../../interpreter/resume/decide-resume.ts';
import type { ResumePlan } from '../../interpreter/resume/plan-resume.ts';
import { executionDeadline } from '../../interpreter/watchdog.ts';
import { MAX_REDRIVE_SECONDS, MAX_REDRIVES } from '../../limits.ts';
import type { ExecutionHeader, ExecutionId, Redriven } from '../../ports/execution-store.ts';
import { circumstancesOf } from '../log/circumstances.ts';
import { storeValues } from '../log/whole-log.ts';
import type { EngineServices } from '../services.ts';
import { planFor, type ResumeChoice } from './resume-plan.ts';

/** The outcome of a redrive, or of its dry run. `eventId` is that of ExecutionRedriven. */
export type RedriveOutcome =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'redriven' | 'planned';
      readonly header: ExecutionHeader;
      readonly eventId: EventId;
      readonly plan: ResumePlan;
    };

/** Whether to change anything. */
export interface RedriveOptions {
  readonly isDryRun?: boolean;
}

/**
 * Lets an ended execution go on: sends the message that will drive it, then adds ExecutionRedriven and what follows at
 * once under that message, and takes the end out of the header with the same write. A message without that fades away.
 */
export async function redriveExecution(
  services: EngineServices,
  id: ExecutionId,
  choice: ResumeChoice,
  { isDryRun = false }: RedriveOptions = {},
): Promise<RedriveOutcome> {
  for (;;) {
    const header = await services.executions.readHeader(id);
    if (header === undefined) return { kind: 'unknown' };
    const reason = redriveProblem(services, header);
    if (reason !== undefined) return { kind: 'refused', reason };
    const planned = await planFor(services, header, 'ExecutionRedriven', choice);
    if ('refused' in planned) return { kind: 'refused', reason: planned.refused };
    const { plan, timeline, known } = planned;
    const { last } = timeline;
    // Another caller has let it go on since the header was read.
    if (last.end === undefined) continue;
    const eventId = last.lastEventId + 1;
    if (isDryRun) return { kind: 'planned', header, eventId, plan };
    const count = (header.redriven?.count ?? 0) + 1;
    const owner = await services.queue.send({ kind: 'dispatch', execution: id, redrive: count });
    const at = circumstancesOf(services, header, owner);
    const { events, state } = decideResume(last, plan.event, at);
    const record: ExecutionRecord = { firstEventId: eventId, at: at.now, owner, events };
    const published = (choice.definition ?? header.redriven ?? header).published;
    const redriven: Redriven = {
      count,
      at: at.now,
      flowVersion: plan.event.flowVersion,
      ...(published !== undefined && { published }),
      ...(state.awaitedBy !== undefined && { awaitedBy: state.awaitedBy }),
    };
    const endsBy = executionDeadline(state);
    if (known.isAny || keepsItems(state)) await services.blobs.keep(header, endsBy);
    const stored = await storeValues(services, header, record, known, endsBy);
    if (!(await services.executions.reopen(id, stored, redriven, endsBy))) continue;
    const { end: _, ...open } = header;
    return { kind: 'redriven', header: { ...open, redriven }, eventId, plan };
  }
}

/** Why an execution cannot go on after its end, as a sentence; undefined when it may. */
export function redriveProblem({ clock }: EngineServices, header: ExecutionHeader): string | undefined {
  const { end, redriven } = header;
  if (end === undefined) return 'It has not ended';
  if (end.status === 'Succeeded') return 'It has succeeded';
  if ((redriven?.count ?? 0) >= MAX_REDRIVES) return `It has gone on ${MAX_REDRIVES} times, the most allowed`;
  if (clock.now() - end.stoppedAt <= MAX_REDRIVE_SECONDS * 1000) return undefined;
  return `It ended more than ${MAX_REDRIVE_SECONDS / 86_400} days ago`;
}
