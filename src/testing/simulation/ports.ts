import { AWS_LIMITS } from '../../adapters/aws/physical-limits.ts';
import { ChildPlaces } from '../../adapters/embedded/child-places.ts';
import { EMBEDDED_LIMITS } from '../../adapters/embedded/physical-limits.ts';
import type { ApiServices } from '../../api/services.ts';
import { keptText } from '../../engine/log/kept-text.ts';
import { wholeHeader, wholeLog } from '../../engine/log/whole-log.ts';
import { DEFAULT_LIMITS } from '../../limits.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import { ALL_CHILD_STARTS } from '../../ports/child-starts.ts';
import type { DispatchQueue } from '../../ports/dispatch-queue.ts';
import type { ExecutionHeader, ExecutionStore, StoredRecord } from '../../ports/execution-store.ts';
import type { FlowStore } from '../../ports/flow-store.ts';
import type { Heartbeats } from '../../ports/heartbeats.ts';
import type { PhysicalLimits } from '../../ports/physical-limits.ts';
import type { TargetCall, TaskTargets } from '../../ports/task-targets.ts';
import type { Timers } from '../../ports/timers.ts';
import { publishedOf } from './aliases.ts';
import { BrokenPromise } from './log.ts';
import { objectsOf } from './objects.ts';
import { callLater } from './replies.ts';
import type { WorldProcess } from './simulated-world.ts';
import { demandTold, statusEventsOf } from './status-events.ts';

/** As on AWS, what lists the executions of a deleted flow waits until the list is complete. */
const LISTING_LAG_SECONDS = 5;

/** So few that objects of a few items take several reads. */
const PAGE_BATCHES = 2;

/** The ports as one process sees them: objects of its own over data that all share, each call left to its fate. */
export function portsOf(process: WorldProcess): ApiServices {
  const { world } = process;
  return {
    executions: executionsOf(process),
    blobs: blobsOf(process),
    heartbeats: heartbeatsOf(process),
    flows: flowsOf(process),
    queue: queueOf(process),
    timers: timersOf(process),
    targets: targetsOf(process),
    objects: objectsOf(process),
    ...statusEventsOf(process),
    childStarts: world.fates.home === 'aws' ? ALL_CHILD_STARTS : new ChildPlaces(world.familySize),
    clock: {
      now: () => world.clock.now() + process.skew,
      sleep: (milliseconds) =>
        process.call(
          'clock.sleep',
          async () => {},
          () => milliseconds,
        ),
    },
    ids: world.ids,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    physical: physicalOf(world),
    limits: { ...DEFAULT_LIMITS, ...world.limits },
    schedules: { put: async () => {}, remove: async () => {} },
    maxWaitSeconds: 0,
  };
}

function physicalOf({ fates, inlineBytes }: WorldProcess['world']): PhysicalLimits {
  const limits = fates.home === 'aws' ? AWS_LIMITS : EMBEDDED_LIMITS;
  const small = { ...limits, pageBatches: PAGE_BATCHES };
  return inlineBytes === undefined ? small : { ...small, inlineBytes };
}

function executionsOf(process: WorldProcess): ExecutionStore {
  const { world } = process;
  const { executions, logs } = world;
  return {
    create: (header, forked) =>
      process.call('executions.create', async () => {
        const isNew = await executions.create(header, forked);
        if (!isNew) return false;
        const whole = forked && (await wholeRecord(process, header, forked));
        await logs.open(await wholeHeader(world, header), whole);
        world.listing.created(header.id, world.clock.now());
        world.checkOwners([logs.of(header.id)]);
        return true;
      }),
    noteFork: (id, name) => process.call('executions.noteFork', () => executions.noteFork(id, name)),
    readHeader: (id) => process.call('executions.readHeader', () => executions.readHeader(id)),
    load: (id) => process.call('executions.load', () => executions.load(id)),
    append: (id, record) =>
      process.call('executions.append', async () => {
        const isWritten = await executions.append(id, record);
        if (!isWritten) return false;
        const whole = await wholeRecord(process, logs.of(id).header, record);
        if (logs.of(id).isBeginning(whole)) return true;
        logs.append(id, whole);
        if (isWritten) world.checkOwners([logs.of(id)]);
        return isWritten;
      }),
    readRecords: (id, from, to) =>
      process.call('executions.readRecords', () => executions.readRecords(id, from, to)),
    reopen: (id, record, redriven) =>
      process.call('executions.reopen', async () => {
        const isWritten = await executions.reopen(id, record, redriven);
        if (!isWritten) return false;
        logs.append(id, await wholeRecord(process, logs.of(id).header, record));
        logs.of(id).reopen();
        process.reopened.add(id.name);
        world.listing.reopened(id, world.clock.now());
        world.checkOwners([logs.of(id)]);
        return true;
      }),
    close: (id, end) =>
      process.call('executions.close', async () => {
        await executions.close(id, end);
        // An end from before the execution went on is none: the header has no end, or a later one.
        const written = (await executions.readHeader(id))?.end;
        if (written === undefined || written.redrives !== end.redrives) return;
        const output = await keptText(world, logs.of(id).header, end.output);
        demandTold(world, logs.of(id).header, end);
        logs.of(id).close({ ...end, output });
        world.listing.closed(id, world.clock.now());
      }),
    awaitEnd: (id) => process.call('executions.awaitEnd', () => executions.readHeader(id)),
    list: (query) => process.call('executions.list', () => executions.list(query)),
    async *listUnfinished(flowId) {
      yield* await process.call('executions.listUnfinished', async () => {
        const seen = world.clock.now() - world.fates.lag();
        return world.listing.unfinishedAt(seen, flowId);
      });
    },
  };
}

/** A record as its readers will find it. @throws BrokenPromise when it names a text that is not stored */
async function wholeRecord({ world }: WorldProcess, header: ExecutionHeader, record: StoredRecord) {
  if (record.cuts === undefined) return record;
  const services = { blobs: world.blobs, physical: EMBEDDED_LIMITS };
  const read = wholeLog(services, header, [structuredClone(record)]);
  const { records } = await read.catch((error) => {
    throw new BrokenPromise(`${header.id.name}: ${error.message}`);
  });
  return records[0] ?? record;
}

function blobsOf(process: WorldProcess): BlobStore {
  const { blobs } = process.world;
  return {
    put: (holder, ref, text) => process.call('blobs.put', () => blobs.put(holder, ref, text)),
    get: (holder, ref) => process.call('blobs.get', () => blobs.get(holder, ref)),
    keep: () => process.call('blobs.keep', () => blobs.keep()),
  };
}

function heartbeatsOf(process: WorldProcess): Heartbeats {
  const { heartbeats } = process.world;
  return {
    keep: (id, heartbeat) => process.call('heartbeats.keep', () => heartbeats.keep(id, heartbeat)),
    miss: (id, missed) => process.call('heartbeats.miss', () => heartbeats.miss(id, missed)),
    list: (id) => process.call('heartbeats.list', () => heartbeats.list(id)),
  };
}

function flowsOf(process: WorldProcess): FlowStore {
  const { flows } = process.world;
  return {
    published: publishedOf(process),
    readFlow: (name) => process.call('flows.readFlow', () => flows.readFlow(name)),
    readVersion: (id, version) => process.call('flows.readVersion', () => flows.readVersion(id, version)),
    deleteFlow: (flow) => process.call('flows.deleteFlow', () => flows.deleteFlow(flow)),
    createFlow: (flow) => flows.createFlow(flow),
    updateFlow: (flow) => flows.updateFlow(flow),
    flowIds: () => flows.flowIds(),
    listFlows: (page) => flows.listFlows(page),
    createSchedule: (schedule) => flows.createSchedule(schedule),
    readSchedule: (id, name) => process.call('flows.readSchedule', () => flows.readSchedule(id, name)),
    updateSchedule: (schedule) => process.call('flows.updateSchedule', () => flows.updateSchedule(schedule)),
    deleteSchedule: (flowId, name) => flows.deleteSchedule(flowId, name),
    listSchedules: (id, page) => process.call('flows.listSchedules', () => flows.listSchedules(id, page)),
    allSchedules: () => flows.allSchedules(),
  };
}

function queueOf(process: WorldProcess): DispatchQueue {
  const { queue } = process.world;
  return {
    send: (body, delay = 0) => {
      const least = body.kind === 'stop-executions' ? LISTING_LAG_SECONDS : 0;
      return process.call('queue.send', () => queue.send(body, Math.max(delay, least)));
    },
  };
}

function timersOf(process: WorldProcess): Timers {
  const { world } = process;
  const { timers, logs } = world;
  return {
    arm: (id, timer, fireAt, redrives) =>
      process.call('timers.arm', () => timers.arm(id, timer, fireAt, redrives)),
    cancelAll: (id, redrives) =>
      process.call('timers.cancelAll', async () => {
        await timers.cancelAll(id, redrives);
        const log = logs.find(id);
        if (log !== undefined) world.checkOwners([log]);
      }),
  };
}

function targetsOf(process: WorldProcess): TaskTargets {
  const { outside, clock, fates } = process.world;
  const { answer } = outside;
  const workFor = (after: number) => async (call: TargetCall) => {
    return { after, outcome: call.kind === 'function' ? await outside.invoke(call) : undefined };
  };
  return {
    call: (call) => {
      if (answer === undefined && call.kind !== 'function') {
        return process.call('targets.call', async () => sent(process, call.caller));
      }
      const reply = call.kind === 'function' && answer === undefined ? fates.reply() : undefined;
      if (reply !== undefined && call.kind === 'function' && call.replyTo !== undefined)
        return callLater(process, { ...call, replyTo: call.replyTo }, reply);
      let pause = answer === undefined ? fates.work() : 0;
      const invoke = async () => {
        process.world.noteStart(call.caller);
        const timed = await (answer ?? workFor(pause))(call);
        pause = timed.after;
        if (timed.outcome !== undefined) return timed.outcome;
        pause = Math.max(0, (call.deadlineAt ?? 0) - clock.now()) + 10_000;
        return { kind: 'failed', failure: { error: 'FC.Unknown', cause: 'no answer' } } as const;
      };
      return process.call('targets.call', invoke, () => pause);
    },
  };
}

function sent(process: WorldProcess, caller: Parameters<WorldProcess['world']['noteStart']>[0]) {
  process.world.noteStart(caller);
  const output = JSON.stringify({ MessageId: 'm', MessageBodyMD5: 'md5', RequestId: 'r' });
  return { kind: 'succeeded', output } as const;
}
