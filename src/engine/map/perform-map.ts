import type { JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { unreachable } from '../../common/unreachable.ts';
import type { DistributedMap } from '../../flow/flow.ts';
import { BATCH_KEYS } from '../../flow/map-run.ts';
import type { InvokeTask } from '../../interpreter/effect.ts';
import type { Tally } from '../../interpreter/state.ts';
import { type ExecutionPart, flowIdOf, fullNameOf } from '../../ports/execution-store.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';
import type { MapRequest } from '../../targets/map-run.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import { continueChild, starterOf } from '../perform/continue-child.ts';
import { invalidInput } from '../perform/outcome.ts';
import type { Postponed } from '../perform/postponed.ts';
import type { EngineServices } from '../services.ts';
import { globalTaskId } from '../task-id.ts';
import { batchOf, earlierRun } from './find-part.ts';
import { gatherResults } from './gather-results.ts';
import { batchName, idInside, mapRunName } from './part-ids.ts';
import { batchItems, readItems } from './read-items.ts';
import { newRunInput, runInputOf } from './run-input.ts';
import { alreadyExists, startedOutcome, startPart } from './start-part.ts';
import { resultObjects, writeBegin, writeResults } from './write-results.ts';

/** Performs a task of a map: starts the map run or one of its batches, reads items, writes or gathers results. */
export function performMap(
  services: EngineServices,
  log: ExecutionLog,
  request: MapRequest,
  effect: InvokeTask,
): Promise<CallOutcome | Postponed> {
  switch (request.role) {
    case 'run':
      return startMapRun(services, log, request, effect);
    case 'read':
      return readItems(services, log, request.input);
    case 'batch':
      return startBatch(services, log, request, effect);
    case 'write':
      return writeResults(services, log, request.input);
    case 'results':
      return gatherResults(services, log);
    default:
      return unreachable(request.role);
  }
}

async function startMapRun(
  services: EngineServices,
  log: ExecutionLog,
  { input, parentToken: token = '' }: MapRequest,
  { task, map, brokenOff }: InvokeTask,
): Promise<CallOutcome | Postponed> {
  const { header } = log;
  const taskId = globalTaskId(header, task);
  const { place } = map as DistributedMap;
  if (brokenOff !== undefined) {
    const find = () => earlierRun(services, header, brokenOff);
    const run = await continueChild(services, { taskId, token, find });
    if (run !== undefined) return startedOutcome(run);
  }
  const runInput = newRunInput(map as DistributedMap, input);
  if (typeof runInput === 'string') return invalidInput(runInput);
  const name = mapRunName(task);
  const id = idInside(header.id, name);
  const part: ExecutionPart = {
    flowId: flowIdOf(header),
    place,
    kind: 'run',
    fullName: `${fullNameOf(header)}:${name}`,
  };
  const { writer } = runInput;
  const failure = writer && (await writeBegin(services, log, writer, { id, part }));
  if (failure !== undefined) return failure;
  return startPart(services, log, {
    id,
    part,
    input: stringifyJson(runInput),
    startedBy: taskId,
    parentToken: token,
  });
}

/** A batch that has run already, when the map run goes on after its end, goes on itself. */
async function startBatch(
  services: EngineServices,
  log: ExecutionLog,
  request: MapRequest,
  { task }: InvokeTask,
): Promise<CallOutcome | Postponed> {
  const { header, state } = log;
  const batch = batchOf(request);
  const name = batchName(batch);
  const id = idInside(header.id, name);
  const own = header.part as ExecutionPart;
  const part: ExecutionPart = { ...own, kind: 'batch', fullName: `${own.fullName}:${name}` };
  const taskId = globalTaskId(header, task);
  const token = request.parentToken ?? '';
  const find = () => services.executions.readHeader(id);
  const known = state.redrives === undefined ? undefined : await find();
  if (known !== undefined && starterOf(known) !== taskId) {
    const child = await continueChild(services, { taskId, token, find });
    return child === undefined ? alreadyExists(part) : startedOutcome(child);
  }
  const tally = tallyOf(log) as Tally;
  const items = await itemsOf(services, log, tally, batch);
  if ('kind' in items) return items;
  const { writer, input } = runInputOf(log);
  const batchInput = {
    [BATCH_KEYS.items]: items,
    [BATCH_KEYS.first]: batch * tally.batchSize,
    [BATCH_KEYS.input]: input,
    ...(writer !== undefined && { [BATCH_KEYS.results]: resultObjects(writer, header).ofBatch(batch) }),
  };
  const text = stringifyJson(batchInput);
  return startPart(services, log, { id, part, input: text, startedBy: taskId, parentToken: token });
}

async function itemsOf(
  services: EngineServices,
  log: ExecutionLog,
  tally: Tally,
  batch: number,
): Promise<readonly JsonValue[] | CallOutcome> {
  const { items } = runInputOf(log);
  if (items !== undefined) return items.slice(batch * tally.batchSize, (batch + 1) * tally.batchSize);
  return await batchItems(services, log, tally, batch);
}

/** The counts of a map run whose batches run; undefined before and after. */
export function tallyOf({ state }: Pick<ExecutionLog, 'state'>): Tally | undefined {
  return state.frames.values()[0]?.active?.tally;
}
