import type { JsonObject } from '../../common/json.ts';
import type { ResumedEvent } from '../../interpreter/event.ts';
import type { ChosenPoint, Refused } from '../../interpreter/resume/chosen-point.ts';
import { planResume, type ResumePlan } from '../../interpreter/resume/plan-resume.ts';
import type { ExecutionFacts, ParentTask } from '../../interpreter/state.ts';
import type { ExecutionHeader, Published } from '../../ports/execution-store.ts';
import { circumstancesOf } from '../log/circumstances.ts';
import type { EngineServices } from '../services.ts';
import { type ReadTimeline, readTimeline } from './read-timeline.ts';

/** How an execution is to go on. What is left out is as it was, and just before what ended it. */
export interface ResumeChoice extends ChosenPoint {
  /** Another definition. */
  readonly definition?: { readonly flowVersion: number; readonly published?: Published };
  readonly patch?: JsonObject;
  /** The caller that asks for it, where callers are known. */
  readonly by?: string;
  /** The parent's task that is to wait for it. */
  readonly awaitedBy?: ParentTask;
}

/** The new execution that is to go on in the place of one. */
export interface NewExecution {
  readonly facts: ExecutionFacts;
  /** In place of the execution's input. */
  readonly input?: JsonObject;
}

/** A log and what going on from it means. */
export interface PlannedResume extends ReadTimeline {
  readonly plan: ResumePlan;
}

/** Reads the log of an execution and plans how it, or a `fork` of it, goes on; or says why it cannot. */
export async function planFor(
  services: EngineServices,
  header: ExecutionHeader,
  type: ResumedEvent['type'],
  { definition, by, ...choice }: ResumeChoice,
  fork?: NewExecution,
): Promise<PlannedResume | Refused> {
  const wanted = definition?.flowVersion;
  const read = await readTimeline(services, header, wanted, fork?.facts);
  if ('refused' in read) return read;
  const { timeline, definitions } = read;
  const flowVersion = wanted ?? timeline.last.flowVersion ?? header.flowVersion;
  const flow = definitions.flowOf(flowVersion);
  const { limits } = circumstancesOf(services, header, '');
  const input = fork?.input === undefined ? {} : { input: fork.input };
  const plan = planResume(timeline, { ...choice, ...input, type, flow, flowVersion }, limits);
  if ('refused' in plan) return plan;
  const event = { ...plan.event, ...(by !== undefined && { by }) };
  return { ...read, plan: { ...plan, event } };
}
