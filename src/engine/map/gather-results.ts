import { cutText } from '../../common/cut-text.ts';
import type { JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { utf8Bytes } from '../../common/text-bytes.ts';
import type { Tally } from '../../interpreter/state.ts';
import { batchesOf, itemsOf, newTally } from '../../interpreter/tally.ts';
import type { BlobHolder } from '../../ports/blob-store.ts';
import {
  type ExecutionEnd,
  type ExecutionHeader,
  type ExecutionId,
  fullNameOf,
} from '../../ports/execution-store.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';
import { ExecutionLog } from '../log/execution-log.ts';
import { keptText } from '../log/kept-text.ts';
import { failed } from '../perform/outcome.ts';
import type { EngineServices } from '../services.ts';
import { batchName, idInside } from './part-ids.ts';
import { batchRulesOf, type RunWriter, runInputOf } from './run-input.ts';
import { writeManifest } from './write-results.ts';

/** Batches whose ends are read at a time. */
const READ_AT_ONCE = 16;

/** Failed batches that an output tells of, and characters of each cause. */
const SHOWN_FAILURES = 10;
const SHOWN_CHARACTERS = 1_000;

interface BatchEnd extends Pick<ExecutionEnd, 'failure' | 'output'> {
  /** The batch. */
  readonly holder: BlobHolder;
}

/** Text around the results in the output of a batch: `{"results":[` and `]}`. */
const BEFORE = '{"results":['.length;
const AFTER = ']}'.length;

/** Gathers the results of a map run in its output, or tells of the objects that hold them. */
export function gatherResults(services: EngineServices, log: ExecutionLog): Promise<CallOutcome> {
  const { writer } = runInputOf(log);
  return writer === undefined ? resultsOf(services, log) : manifestOf(services, log, writer);
}

/**
 * The output of a map run: its counts, and the locals of all items in their order, `null` for each item of a batch that
 * has failed. Ends are read portion by portion, until they exceed what a step may hold.
 */
async function resultsOf(services: EngineServices, log: ExecutionLog): Promise<CallOutcome> {
  const { header } = log;
  const tally = tallyAtEnd(log);
  const { stepDataBytes } = services.limits;
  const results: string[] = [];
  const failures: JsonValue[] = [];
  let failedItems = 0;
  let bytes = 0;
  for (let from = 0; from < batchesOf(tally); from += READ_AT_ONCE) {
    const count = Math.min(READ_AT_ONCE, batchesOf(tally) - from);
    const batches = Array.from({ length: count }, (_, offset) => from + offset);
    const ends = await readEnds(services, header, batches);
    // Counted before large ones are read: all of them together could fill the memory.
    bytes += ends.reduce((sum, end) => sum + bytesOf(end), 0);
    if (bytes > stepDataBytes) return failed('FnF.DataLimitExceeded', tooLarge(bytes, stepDataBytes));
    for (const [offset, end] of ends.entries()) {
      const batch = from + offset;
      if (end !== undefined && end.failure === undefined) {
        results.push((await keptText(services, end.holder, end.output)).slice(BEFORE, -AFTER));
      } else {
        const items = itemsOf(tally, batch);
        failedItems += items;
        results.push(new Array(items).fill('null').join(','));
        if (failures.length < SHOWN_FAILURES) failures.push(failureOf(tally, batch, end));
      }
    }
  }
  const { items: total } = tally;
  const counts = { total, succeeded: total - failedItems, failed: failedItems };
  const told = stringifyJson({ mapRunName: fullNameOf(header), ...counts, failures });
  return { kind: 'succeeded', output: `${told.slice(0, -1)},"results":[${results.join(',')}]}` };
}

/** The output of a map run whose results lie in objects: of its batches, only those are read that have failed, as far as it tells of them. */
async function manifestOf(
  services: EngineServices,
  log: ExecutionLog,
  writer: RunWriter,
): Promise<CallOutcome> {
  const { header, state } = log;
  const tally = tallyAtEnd(log);
  const { succeeded, failed: failedItems, failedBatches = [] } = state.frames.values()[0]?.local ?? {};
  const batches = failedBatches as readonly number[];
  const ends = await readEnds(services, header, batches);
  const failures = ends.map((end, at) => failureOf(tally, batches[at] as number, end));
  const counts = { total: tally.items, succeeded: Number(succeeded), failed: Number(failedItems) };
  return await writeManifest(services, log, writer, { mapRunName: fullNameOf(header), ...counts, failures });
}

/** The counts of a map run whose batches have ended. */
function tallyAtEnd({ state }: ExecutionLog): Tally {
  return newTally(batchRulesOf(state), Number(state.frames.values()[0]?.local['total']));
}

function failureOf(tally: Tally, batch: number, end: BatchEnd | undefined): JsonValue {
  const { error, cause } = end?.failure ?? lost(batch);
  const place = { batch, first: batch * tally.batchSize, items: itemsOf(tally, batch) };
  return { ...place, error, cause: cutText(cause, SHOWN_CHARACTERS) };
}

function readEnds(services: EngineServices, { id }: ExecutionHeader, batches: readonly number[]) {
  return Promise.all(batches.map((batch) => readEnd(services, idInside(id, batchName(batch)))));
}

/**
 * How a batch ended. Its header has the end only after the map run was told of it, its log before that. The log is read
 * anew: one that is open in this process may lack the end.
 *
 * @throws when it has not ended; a repeat finds the end
 */
async function readEnd(services: EngineServices, id: ExecutionId): Promise<BatchEnd | undefined> {
  const header = await services.executions.readHeader(id);
  if (header === undefined) return undefined;
  if (header.end !== undefined) {
    return { ...header.end, holder: header };
  }
  const { state } = (await ExecutionLog.read(services, id)) ?? {};
  if (state?.end === undefined) throw new Error(`batch ${id.name} of a map run has not ended`);
  const { output, failure } = state.end;
  return {
    holder: header,
    output: output === undefined ? '' : stringifyJson(output),
    ...(failure !== undefined && { failure }),
  };
}

/** Bytes of the results in an end, give or take what is around them. */
function bytesOf(end: BatchEnd | undefined): number {
  if (end === undefined || end.failure !== undefined) return 0;
  const { output } = end;
  return Math.max(0, (typeof output === 'string' ? utf8Bytes(output) : output.bytes) - BEFORE - AFTER);
}

function lost(batch: number) {
  return { error: 'FnF.ResultsLost', cause: `What batch ${batch} led to is kept no longer` };
}

function tooLarge(bytes: number, limit: number): string {
  return `The results take more than ${bytes} bytes; at most ${limit} are allowed`;
}
