import type { JsonObject, JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { BATCH_KEYS } from '../../flow/map-run.ts';
import { type ExecutionHeader, fullNameOf } from '../../ports/execution-store.ts';
import { ObjectError, type ObjectName } from '../../ports/objects.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import { failed } from '../perform/outcome.ts';
import type { EngineServices } from '../services.ts';
import { objectsOf } from './objects-of.ts';
import { idOfInside } from './part-ids.ts';
import type { RunWriter } from './run-input.ts';

/** The name with which a step fails whose results cannot be written. */
const RESULT_WRITER_FAILED = 'FnF.ResultWriterFailed';

const JSON_LINES = 'application/jsonl';
const JSON_TEXT = 'application/json';

/** The objects of one map run. Their keys follow from the run, so a repeat writes the same ones. */
export function resultObjects({ bucket, prefix }: RunWriter, { id }: Pick<ExecutionHeader, 'id'>) {
  const folder = `${prefix}${idOfInside(id)}`;
  const named = (name: string): ObjectName => ({ bucket, key: `${folder}/${name}` });
  return {
    /** Tells, before anything runs, that the results can be written. */
    begin: named('begin.json'),
    manifest: named('manifest.json'),
    folder: `${folder}/results/`,
    ofBatch: (batch: number) => named(`results/batch-${batch}.jsonl`),
  };
}

/** Writes a first object for a map run that is about to start. @returns the failure, where that cannot be done */
export async function writeBegin(
  services: EngineServices,
  log: ExecutionLog,
  writer: RunWriter,
  run: Pick<ExecutionHeader, 'id' | 'part'>,
): Promise<CallOutcome | undefined> {
  const { flowName } = log.header;
  const text = stringifyJson({ flowName, mapRunName: fullNameOf(run) });
  return await write(services, log, resultObjects(writer, run).begin, text, JSON_TEXT);
}

/** Writes what the items of a batch led to, a line each. */
export async function writeResults(
  services: EngineServices,
  log: ExecutionLog,
  { results, [BATCH_KEYS.results]: object }: JsonObject,
): Promise<CallOutcome> {
  const lines = (results as readonly JsonValue[]).map((result) => `${stringifyJson(result)}\n`);
  const failure = await write(services, log, object as unknown as ObjectName, lines.join(''), JSON_LINES);
  return failure ?? { kind: 'succeeded', output: '{}' };
}

/** Writes what a map run led to, and tells of it. */
export async function writeManifest(
  services: EngineServices,
  log: ExecutionLog,
  writer: RunWriter,
  told: JsonObject,
): Promise<CallOutcome> {
  const { header } = log;
  const { manifest, folder } = resultObjects(writer, header);
  const { bucket } = writer;
  const text = stringifyJson({ flowName: header.flowName, ...told, results: { bucket, prefix: folder } });
  const failure = await write(services, log, manifest, text, JSON_TEXT);
  const output = stringifyJson({ ...told, resultWriterDetails: { ...manifest } });
  return failure ?? { kind: 'succeeded', output };
}

async function write(
  services: EngineServices,
  log: ExecutionLog,
  object: ObjectName,
  text: string,
  contentType: string,
): Promise<CallOutcome | undefined> {
  try {
    await objectsOf(services, log).write(object, text, contentType);
    return undefined;
  } catch (error) {
    if (error instanceof ObjectError) return failed(RESULT_WRITER_FAILED, error.message);
    throw error;
  }
}
