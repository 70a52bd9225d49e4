import type { JsonObject, JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { unreachable } from '../../common/unreachable.ts';
import type { DistributedMap } from '../../flow/flow.ts';
import { mapItems } from '../../flow/map-items.ts';
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
import { alreadyExists, startedOutcome, startPart } from './start-part.ts';

/** Performs a task of a map: starts the map run or one of its batches, or gathers the results. */
export function performMap(
  services: EngineServices,
  log: ExecutionLog,
  request: MapRequest,
  effect: InvokeTask,
): Promise<CallOutcome | Postponed> {
  switch (request.role) {
    case 'run':
      return startMapRun(services, log, request, effect);
    case 'batch':
      return startBatch(services, log, request, effect);
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
    const starters = [globalTaskId(header, brokenOff), taskId];
    const find = () => earlierRun(services, header.id, brokenOff, starters);
    const run = await continueChild(services, { taskId, token, find });
    if (run !== undefined) return startedOutcome(run);
  }
  const found = mapItems(map as DistributedMap, input);
  if (typeof found === 'string') return invalidInput(found);
  const { items, rest } = found;
  const name = mapRunName(task);
  return startPart(services, log, {
    id: idInside(header.id, name),
    part: { flowId: flowIdOf(header), place, kind: 'run', fullName: `${fullNameOf(header)}:${name}` },
    input: stringifyJson({ total: items.length, items, input: rest }),
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
  const input = stringifyJson(itemsOf(state.facts.input, batch, tally.batchSize));
  return startPart(services, log, { id, part, input, startedBy: taskId, parentToken: token });
}

function itemsOf(run: JsonObject, batch: number, batchSize: number): JsonObject {
  const first = batch * batchSize;
  const items = (run['items'] as readonly JsonValue[]).slice(first, first + batchSize);
  return {
    [BATCH_KEYS.items]: items,
    [BATCH_KEYS.first]: first,
    [BATCH_KEYS.input]: run['input'] as JsonObject,
  };
}

/** The counts of a map run whose batches run; undefined before and after. */
export function tallyOf({ state }: Pick<ExecutionLog, 'state'>): Tally | undefined {
  return state.frames.values()[0]?.active?.tally;
}
