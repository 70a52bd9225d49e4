import type { ExecutionEnd, ExecutionHeader } from '../../ports/execution-store.ts';
import { STATUS_CHANGES, type StatusEvents } from '../../ports/status-events.ts';
import { BrokenPromise } from './log.ts';
import type { SimulatedWorld, WorldProcess } from './simulated-world.ts';

/** The receiver of events, of whom each process asks as of all else outside; nothing where none is there. */
export function statusEventsOf(process: WorldProcess): { readonly statusEvents?: StatusEvents } {
  const { told } = process.world;
  if (told === undefined) return {};
  const note = ({ header, end }: Parameters<StatusEvents['tell']>[0]) =>
    process.call('statusEvents.tell', async () => void told.add(changeOf(header, end)));
  return { statusEvents: { changes: new Set(STATUS_CHANGES), tell: note, retry: async () => {} } };
}

/** @throws BrokenPromise when an execution is over and this end was never told. */
export function demandTold(
  { told }: Pick<SimulatedWorld, 'told'>,
  header: Pick<ExecutionHeader, 'id' | 'part'>,
  end: ExecutionEnd,
): void {
  if (told === undefined || header.part !== undefined || told.has(changeOf(header, end))) return;
  throw new BrokenPromise(`${changeOf(header, end)} was never told`);
}

/**
 * Looks for starts, and for redrives, that were never told. In the embedded home a message of a start dies with its process, and with it the start of an
 * execution that has ended by then.
 *
 * @throws BrokenPromise
 */
export function checkToldStarts({ told, logs, fates }: SimulatedWorld): void {
  if (told === undefined || fates.home !== 'aws') return;
  for (const { header, redrives } of logs.all()) {
    if (header.part !== undefined) continue;
    for (let count = 0; count <= redrives; count++)
      if (!told.has(`${nameOf(header)} ${count} began`))
        throw new BrokenPromise(`${nameOf(header)} ${count} began was never told`);
  }
}

function changeOf(header: Pick<ExecutionHeader, 'id' | 'redriven'>, end?: ExecutionEnd): string {
  const count = end === undefined ? header.redriven?.count : end.redrives;
  return `${nameOf(header)} ${count ?? 0} ${end?.status ?? 'began'}`;
}

function nameOf({ id }: Pick<ExecutionHeader, 'id'>): string {
  return `${id.flowId} ${id.name}`;
}
