import type { JsonObject } from '../../common/json.ts';
import { parseJson } from '../../common/json-text.ts';
import { labelsOf } from '../../flow/labels.ts';
import type { EventId, Instant } from '../../interpreter/event.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import { decideResume } from '../../interpreter/resume/decide-resume.ts';
import type { ResumePlan } from '../../interpreter/resume/plan-resume.ts';
import { executionDeadline } from '../../interpreter/watchdog.ts';
import { MAX_FORKS } from '../../limits.ts';
import type { ExecutionHeader, ExecutionId } from '../../ports/execution-store.ts';
import { circumstancesOf, factsOf } from '../log/circumstances.ts';
import { keepText } from '../log/kept-text.ts';
import { KnownValues } from '../log/known-values.ts';
import { copyBeginning } from '../log/read-log.ts';
import { storeValues, type WholeHeader, wholeHeader } from '../log/whole-log.ts';
import type { EngineServices } from '../services.ts';
import { newName } from '../start-execution.ts';
import { planFor, type ResumeChoice } from './resume-plan.ts';

/** A request for a fork. `input` is JSON object text, kept as it is; the name defaults to a new UUID. */
export interface ForkRequest extends Omit<ResumeChoice, 'awaitedBy'> {
  readonly name?: string;
  readonly input?: string;
  /** True to tell only what it would be. */
  readonly isDryRun?: boolean;
}

/**
 * The outcome of a fork, or of its dry run. `eventId` is that of ExecutionForked in the new execution. It is `running`, so
 * that forks are idempotent, when a fork of the same execution that is in progress has the name.
 */
export type ForkOutcome =
  | { readonly kind: 'unknown' | 'alreadyExists' }
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'forked' | 'running' | 'planned';
      readonly header: ExecutionHeader;
      readonly eventId: EventId;
      readonly plan: ResumePlan;
    };

/**
 * Begins an execution that goes on from where the log of another one is: sends the message that will drive it, then creates
 * header and ExecutionForked under that message with one write, and then copies the log before that. A message without the
 * header fades away; what is not copied is copied by the first reader (`read-log.ts`).
 */
export async function forkExecution(
  services: EngineServices,
  sourceId: ExecutionId,
  request: ForkRequest,
): Promise<ForkOutcome> {
  const { executions, queue, physical } = services;
  const found = await executions.readHeader(sourceId);
  if (found === undefined) return { kind: 'unknown' };
  const source = await wholeHeader(services, found);
  const bare = await bareHeader(services, source, request);
  const { forks = [] } = source;
  if (forks.length >= MAX_FORKS && !forks.includes(bare.id.name))
    return { kind: 'refused', reason: `It was forked ${MAX_FORKS} times, the most allowed` };
  const { name: _, input, isDryRun = false, ...choice } = request;
  const fork = {
    facts: factsOf(bare),
    ...(input !== undefined && { input: parseJson(input) as JsonObject }),
  };
  const planned = await planFor(services, found, 'ExecutionForked', choice, fork);
  if ('refused' in planned) return { kind: 'refused', reason: planned.refused };
  const { plan, timeline, records } = planned;
  const upTo = timeline.last.lastEventId;
  const eventId = upTo + 1;
  const owner = isDryRun ? '' : await queue.send({ kind: 'dispatch', execution: bare.id });
  const { flowVersion } = plan.event;
  const header: WholeHeader = { ...bare, flowVersion, owner, origins: originsOf(source, bare, upTo) };
  if (isDryRun) return { kind: 'planned', header, eventId, plan };
  const at = circumstancesOf(services, header, owner);
  const { events, state } = decideResume(timeline.last, plan.event, at);
  const record: ExecutionRecord = { firstEventId: eventId, at: at.now, owner, events };
  const known = new KnownValues(physical.inlineBytes);
  const endsBy = executionDeadline(state);
  const stored = await storeValues(services, header, record, known, endsBy);
  if (!(await executions.create(await keptInputs(services, header, endsBy), stored, endsBy))) {
    const other = await existing(services, header);
    if (other === undefined) return { kind: 'alreadyExists' };
    if (other.owner !== owner) return { kind: 'running', header: other, eventId: ownFrom(other), plan };
  }
  await copyBeginning(services, header, records, known, endsBy);
  await executions.noteFork(sourceId, header.id.name);
  return { kind: 'forked', header, eventId, plan };
}

/** The header with its inputs kept apart where they are large. */
async function keptInputs(
  services: EngineServices,
  header: WholeHeader,
  endsBy: Instant,
): Promise<ExecutionHeader> {
  const origins = (header.origins ?? []).map(async ({ input, ...origin }) => ({
    ...origin,
    ...(input !== undefined && { input: await keepText(services, header, input, endsBy) }),
  }));
  return {
    ...header,
    input: await keepText(services, header, header.input, endsBy),
    origins: await Promise.all(origins),
  };
}

/** The header of a fork, but for what its plan decides. */
async function bareHeader(
  services: EngineServices,
  source: WholeHeader,
  { name = newName(services), input = source.input, definition }: ForkRequest,
): Promise<WholeHeader> {
  const published = (definition ?? source.redriven ?? source).published;
  const labels = await forkLabels(services, source, input);
  return {
    id: { ...source.id, name },
    flowName: source.flowName,
    flowVersion: source.flowVersion,
    ...(published !== undefined && { published }),
    input,
    startedAt: services.clock.now(),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(source.numbers !== undefined && { numbers: source.numbers }),
    ...(source.onFailure !== undefined && { onFailure: source.onFailure }),
    owner: '',
    tokenKey: services.ids.secret(),
  };
}

/** The labels of the execution that is forked; with another input, those that the flow reads in it come first. */
async function forkLabels(
  { flows }: EngineServices,
  { flowName, input: before, labels = {} }: WholeHeader,
  input: string,
) {
  const flow = input === before ? undefined : await flows.readFlow(flowName);
  if (flow?.labelMappings === undefined) return labels;
  const read = labelsOf({}, flow.labelMappings, () => parseJson(input) as JsonObject);
  return labelsOf({ ...labels, ...read }, {}, () => ({}));
}

function originsOf(
  source: WholeHeader,
  fork: WholeHeader,
  upTo: EventId,
): NonNullable<WholeHeader['origins']> {
  const { id, startedAt, flowVersion, input, origins = [] } = source;
  const origin = {
    name: id.name,
    startedAt,
    upTo,
    flowVersion,
    ...(input !== fork.input && { input }),
  };
  return [...origins, origin];
}

/**
 * The execution that has the name, if it is a fork of the same one: this fork itself when the store's response was lost and
 * its client tried again, or another one that is in progress.
 */
async function existing(
  { executions }: EngineServices,
  { id, owner, origins }: ExecutionHeader,
): Promise<ExecutionHeader | undefined> {
  const header = await executions.readHeader(id);
  if (header === undefined || header.owner === owner) return header;
  const isSame = header.origins?.at(-1)?.name === origins?.at(-1)?.name;
  return isSame && header.end === undefined ? header : undefined;
}

function ownFrom({ origins }: ExecutionHeader): EventId {
  return (origins?.at(-1)?.upTo ?? 0) + 1;
}
