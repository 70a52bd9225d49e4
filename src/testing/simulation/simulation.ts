import { isDeepStrictEqual } from 'node:util';
import { EMBEDDED_LIMITS } from '../../adapters/embedded/physical-limits.ts';
import { createApi } from '../../api/handle-request.ts';
import { type HistoryEvent, readHistory } from '../../engine/history/history.ts';
import { loadReader } from '../../engine/map/read-items.ts';
import { handleMessage } from '../../engine/messages/handle-message.ts';
import { recover } from '../../engine/recover.ts';
import type { Failure } from '../../interpreter/event.ts';
import { DEFAULT_LIMITS } from '../../limits.ts';
import { ALL_CHILD_STARTS } from '../../ports/child-starts.ts';
import { type AliasedStarts, publishVersions, startByAlias } from './aliases.ts';
import { checkChildren, checkSingleChildren } from './children.ts';
import { checkCost } from './cost.ts';
import { checkFamilies } from './families.ts';
import type { Fates } from './fates.ts';
import { BrokenPromise, type SimulatedLog } from './log.ts';
import { BUCKET, checkVersions, resultsIn } from './map-runs.ts';
import { Outside, type Workers } from './outside.ts';
import { type Fork, NAME, type Redrives, Requests } from './requests.ts';
import { checkSchedules, type ScheduledStarts, startBySchedule } from './schedules.ts';
import type { Bounds, Engine } from './simulated-world.ts';
import { checkToldStarts } from './status-events.ts';
import { World } from './world.ts';

type Buckets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One execution to run, with everything it needs. */
export interface Scenario extends Bounds {
  readonly name: string;
  /** Definitions by name; the first one is run. */
  readonly flows: Readonly<Record<string, string>>;
  readonly input: string;
  readonly workers: Workers;
  /** True where the outcome may depend on what comes first. */
  readonly isOpenEnded?: boolean;
  /** When a client asks to stop the execution, in milliseconds after its start was asked for. */
  readonly stopAfter?: number;
  /** When a client asks to delete the flow, in milliseconds after the start was asked for. */
  readonly deleteAfter?: number;
  /** How a client lets the execution go on whenever it has ended without success. */
  readonly redrives?: Redrives;
  /** Other executions that clients start by an alias of the flow. */
  readonly aliased?: AliasedStarts;
  /** Other executions that a schedule starts. */
  readonly scheduled?: ScheduledStarts;
  /** When clients fork the execution, and from where. */
  readonly forks?: readonly Fork[];
  /** The workers of the day that it is compared with: nothing of theirs is broken. */
  readonly mended?: Workers;
  /** Texts of objects from which flows read, by bucket and key. */
  readonly objects?: Buckets;
  /** When others take their place, in milliseconds. */
  readonly replaced?: { readonly at: number; readonly objects: Buckets };
  /** When a client reads the history, in milliseconds. */
  readonly readAt?: readonly number[];
}

/** How the execution of a scenario ended. */
export interface Outcome {
  readonly status: string;
  readonly output: string;
  readonly failure?: Failure;
  readonly history: readonly HistoryEvent[];
  readonly world: World;
  /** How the forks ended; whether each began where the execution was, or went further back. */
  readonly forks: readonly ForkOutcome[];
  /** The results in objects. */
  readonly written: readonly string[];
}

/** How a fork ended, and whether it went on where the execution was. */
export interface ForkOutcome extends Pick<Outcome, 'status' | 'output' | 'history'> {
  readonly name: string;
  readonly isChosen: boolean;
}

// An import takes time, which no day has.
await loadReader();

/** The engine as it is. */
export const ENGINE: Engine = { handleMessage, recover, createApi };

/** Opens a world for a scenario, without letting anything happen in it. */
export function openWorld(scenario: Scenario, fates: Fates, engine: Engine = ENGINE): World {
  return new World(fates, engine, new Outside(scenario.workers), scenario);
}

/** Runs a scenario until nothing can happen any more. @throws BrokenPromise */
export async function simulate(scenario: Scenario, world: World): Promise<Outcome> {
  const [flowName = ''] = Object.keys(scenario.flows);
  for (const [name, definition] of Object.entries(scenario.flows)) await createFlow(world, name, definition);
  const { aliased, scheduled, objects, replaced } = scenario;
  if (objects !== undefined) await world.objects.fill(objects);
  if (replaced !== undefined) world.after(replaced.at, () => void world.objects.fill(replaced.objects));
  if (aliased !== undefined) await publishVersions(world, flowName, aliased);
  if (scheduled !== undefined) await startBySchedule(world, scheduled);
  const prefixes: string[][] = [];
  const requests = new Requests(world, { FlowName: flowName, ExecutionName: NAME });
  requests.start(scenario.input);
  if (scenario.stopAfter !== undefined) world.after(scenario.stopAfter, () => requests.stop());
  if (scenario.deleteAfter !== undefined) world.after(scenario.deleteAfter, () => requests.deleteFlow());
  if (aliased !== undefined) startByAlias(world, flowName, { ...aliased, input: scenario.input });
  if (scenario.redrives !== undefined) requests.redrive(scenario.redrives);
  for (const [index, fork] of (scenario.forks ?? []).entries()) {
    world.after(fork.at, () => requests.fork(`fork-${index}`, fork, scenario.redrives));
  }
  for (const at of scenario.readAt ?? []) {
    world.after(at, () => requests.readHistory((events) => prefixes.push(events)));
  }
  await world.run();
  requests.checkDeletion();
  checkChildren(world);
  checkSingleChildren(world);
  checkFamilies(world);
  checkCost(world);
  checkToldStarts(world);
  await checkVersions(world);
  if (scheduled !== undefined) await checkSchedules(world, scheduled);
  return outcomeOf(scenario, world, prefixes);
}

async function createFlow(world: World, name: string, definition: string): Promise<void> {
  const createdAt = world.clock.now();
  const flow = { id: world.ids.uuid(), name, version: 1, definition, description: '', type: 'FDL' };
  await world.flows.createFlow({
    ...flow,
    roleArn: '',
    externalStorageLocation: '',
    createdAt,
    modifiedAt: createdAt,
  });
}

/** Without a status when the flow was deleted before its start was accepted. */
async function outcomeOf(
  scenario: Scenario,
  world: World,
  prefixes: readonly (readonly string[])[],
): Promise<Outcome> {
  for (const { header, end, state } of world.logs.all()) {
    if (end === undefined) throw new BrokenPromise(`${header.id.name} stays ${state.status}`);
  }
  const left = world.queue.undeleted();
  if (left.length > 0) throw new BrokenPromise(`${left.length} messages never fade away`);
  const main = world.logs.named(NAME);
  if (main === undefined) return { status: '', output: '', history: [], world, forks: [], written: [] };
  const history = await fullHistory(world, main);
  for (const prefix of prefixes) checkPrefix(prefix, history);
  const forks: ForkOutcome[] = [];
  for (const [index, { fromEventId }] of (scenario.forks ?? []).entries()) {
    const fork = world.logs.named(`fork-${index}`);
    if (fork !== undefined) forks.push(await forkOutcome(world, fork, history, fromEventId !== undefined));
  }
  const { status = '', output = '', failure } = main.end ?? {};
  const written = scenario.objects?.[BUCKET] === undefined ? [] : await resultsIn(world);
  return { status, output, history, world, forks, written, ...(failure !== undefined && { failure }) };
}

async function fullHistory(world: World, { header }: SimulatedLog): Promise<readonly HistoryEvent[]> {
  const { executions, blobs, objects, heartbeats, flows, queue, timers, clock, ids } = world;
  const logger = { info: () => {}, warn: () => {}, error: () => {} };
  const targets = {} as never;
  const outside = { queue, timers, targets, childStarts: ALL_CHILD_STARTS, clock, ids, logger };
  const services = {
    ...outside,
    executions,
    blobs,
    objects,
    heartbeats,
    flows,
    physical: EMBEDDED_LIMITS,
    limits: DEFAULT_LIMITS,
  };
  return readHistory(services, header, 1, 100_000);
}

/** @throws BrokenPromise when the history of a fork does not begin with that of the execution that it comes of. */
async function forkOutcome(
  world: World,
  fork: SimulatedLog,
  source: readonly HistoryEvent[],
  isChosen: boolean,
): Promise<ForkOutcome> {
  const { name } = fork.header.id;
  // A reader of the history copies what a process that died has not.
  if (world.fates.faults.length === 0 && !fork.isCopied)
    throw new BrokenPromise(`${name} lacks events of the log that it comes of`);
  const history = await fullHistory(world, fork);
  const upTo = fork.header.origins?.at(-1)?.upTo ?? 0;
  if (!isDeepStrictEqual(history.slice(0, upTo), source.slice(0, upTo)))
    throw new BrokenPromise(`${name} does not begin with the log that it comes of`);
  if (history[upTo]?.type !== 'ExecutionForked')
    throw new BrokenPromise(`${name} does not say where it begins`);
  const { status = '', output = '' } = fork.end ?? {};
  return { name, status, output, history, isChosen };
}

/** @throws BrokenPromise when what was read while the execution ran is not how its history begins. */
function checkPrefix(prefix: readonly string[], history: readonly HistoryEvent[]): void {
  prefix.forEach((text, index) => {
    const { id, type, detail } = history[index] ?? { id: 0, type: '', detail: '' };
    const read: { EventId: number; Type: string; EventDetail: string } = JSON.parse(text);
    if (read.EventId !== id || read.Type !== type || read.EventDetail !== detail)
      throw new BrokenPromise(`event ${index + 1} has changed since it was read`);
  });
}
