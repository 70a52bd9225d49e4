import type { TaskId } from '../../interpreter/command.ts';
import type { BrokenOff, StopChild } from '../../interpreter/effect.ts';
import type { ExecutionHeader, ExecutionId } from '../../ports/execution-store.ts';
import type { FlowRequest } from '../../targets/flow.ts';
import type { MapRequest } from '../../targets/map-run.ts';
import { requestOf } from '../../targets/targets.ts';
import { batchOf, earlierRun } from '../map/find-part.ts';
import { batchName, idInside, mapRunName } from '../map/part-ids.ts';
import type { EngineServices } from '../services.ts';
import { globalTaskId, isFrom } from '../task-id.ts';
import { childName } from './child.ts';
import { childOf, starterOf } from './continue-child.ts';
import { stopBelow } from './stop-from-above.ts';

/** An execution, and the attempt that it is stopped for: one that runs for another attempt is left alone. */
interface Stopped {
  readonly execution: ExecutionId;
  readonly startedBy: string;
}

/** Sends the stops of the execution that a sync task waits for, or will wait for once a driver has started it or let it go on. */
export async function stopChild(
  services: EngineServices,
  parent: ExecutionHeader,
  effect: StopChild,
  cause: string,
): Promise<void> {
  const request = requestOf(effect.target, { ...effect, pattern: 'sync' });
  if (typeof request === 'string' || (request.kind !== 'map' && request.kind !== 'flow')) return;
  const command = stopBelow(cause);
  for (const { execution, startedBy } of await stopped(services, parent, request, effect)) {
    await services.queue.send({ kind: 'command', execution, command: { ...command, startedBy } });
  }
}

async function stopped(
  services: EngineServices,
  parent: ExecutionHeader,
  request: MapRequest | FlowRequest,
  { task, brokenOff }: StopChild,
): Promise<readonly Stopped[]> {
  const startedBy = globalTaskId(parent, task);
  const id = await idOfNew(services, parent, request, task);
  const anew = id === undefined ? [] : [{ execution: id, startedBy }];
  const earlier = brokenOff && (await earlierChild(services, parent, request, brokenOff));
  if (earlier === undefined) return anew;
  const starter = starterOf(earlier);
  const goingOn = { execution: earlier.id, startedBy };
  if (starter === undefined || isFrom(startedBy, starter)) return [goingOn];
  // No driver has let it go on yet. One may be about to, or to start another in its place.
  const others = anew.filter(({ execution }) => execution.name !== earlier.id.name);
  return [{ execution: earlier.id, startedBy: starter }, goingOn, ...others];
}

/** Id of the execution that the attempt starts, unless it goes on with an earlier one; undefined when its flow is gone. */
async function idOfNew(
  services: EngineServices,
  parent: ExecutionHeader,
  request: MapRequest | FlowRequest,
  task: TaskId,
): Promise<ExecutionId | undefined> {
  if (request.kind === 'map') {
    return idInside(parent.id, request.role === 'batch' ? batchName(batchOf(request)) : mapRunName(task));
  }
  const flow = await services.flows.readFlow(request.flowName);
  return flow && { flowId: flow.id, name: childName(parent, request, task) };
}

/** The execution that the attempt goes on with, or would have. A batch has one id for all attempts, and ends with its map run. */
async function earlierChild(
  services: EngineServices,
  parent: ExecutionHeader,
  request: MapRequest | FlowRequest,
  brokenOff: BrokenOff,
): Promise<ExecutionHeader | undefined> {
  if (request.kind === 'flow') return childOf(services, parent, request, brokenOff);
  if (request.role === 'batch') return undefined;
  return earlierRun(services, parent, brokenOff);
}
