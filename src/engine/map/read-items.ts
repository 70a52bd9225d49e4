import type { JsonObject, JsonValue } from '../../common/json.ts';
import { parseStored, stringifyJson } from '../../common/json-text.ts';
import { ITEM_READER_FAILED, pageOf } from '../../interpreter/reading.ts';
import type { Tally } from '../../interpreter/state.ts';
import { itemsOf } from '../../interpreter/tally.ts';
import type { BlobRef } from '../../ports/kept-text.ts';
import { ObjectError } from '../../ports/objects.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import { keptText } from '../log/kept-text.ts';
import { failed } from '../perform/outcome.ts';
import type { EngineServices } from '../services.ts';
import type { Refused } from './items/reader.ts';
import { type RunReader, runInputOf } from './run-input.ts';

let reader: typeof import('./items/reader.ts') | undefined;

/** Loads what reads items, once in a process. */
export async function loadReader(): Promise<typeof import('./items/reader.ts')> {
  reader ??= await import('./items/reader.ts');
  return reader;
}

/**
 * Reads on for a map run: which batches come next, and where their items are. The items themselves are read again when a batch
 * begins, from the same version of the object, so that the run holds none of them.
 */
export async function readItems(
  services: EngineServices,
  log: ExecutionLog,
  input: JsonObject,
): Promise<CallOutcome> {
  const { readNext } = await loadReader();
  const page = await orUnread(() => readNext(services, log, runInputOf(log).reader as RunReader, input));
  return 'kind' in page ? (page as CallOutcome) : { kind: 'succeeded', output: stringifyJson(page) };
}

/** The items of a batch, or the failure that tells why they cannot be had any more. */
export async function batchItems(
  services: EngineServices,
  log: ExecutionLog,
  tally: Tally,
  batch: number,
): Promise<readonly JsonValue[] | CallOutcome> {
  const page = pageOf(tally, batch);
  if (page === undefined) throw new Error(`batch ${batch} of a map run is not known any more`);
  const from = page.marks[batch - page.first] as number;
  const to = page.marks[batch - page.first + 1] as number;
  if (page.kept !== undefined) {
    const text = await keptText(services, log.header, page.kept as unknown as BlobRef);
    return parseStored<readonly JsonValue[]>(text).slice(from, to);
  }
  const found = { from, to, items: itemsOf(tally, batch), first: batch * tally.batchSize };
  const { readFound } = await loadReader();
  return await orUnread(() => readFound(services, log, tally.reading?.position ?? {}, found));
}

/** @throws what a repeat may mend */
async function orUnread<T extends object>(read: () => Promise<T | Refused>): Promise<T | CallOutcome> {
  try {
    const items = await read();
    return 'refused' in items ? failed(ITEM_READER_FAILED, items.refused) : items;
  } catch (error) {
    if (error instanceof ObjectError) return failed(ITEM_READER_FAILED, error.message);
    throw error;
  }
}
