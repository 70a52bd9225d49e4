import { type JsonObject, type JsonValue, jsonType } from '../../common/json.ts';
import type { BatchRules, DistributedMap, ForeachStep, InputType, Source } from '../../flow/flow.ts';
import { mapItems } from '../../flow/map-items.ts';
import { evaluateSource } from '../../interpreter/mappings.ts';
import type { ExecutionState } from '../../interpreter/state.ts';
import type { ExecutionLog } from '../log/execution-log.ts';

/** Where the items of a map run are. */
export interface RunReader {
  readonly inputType: InputType;
  readonly bucket: string;
  /** Of an object with items. */
  readonly key?: string;
  /** Of objects that are the items. */
  readonly prefix?: string;
  readonly maxItems?: number;
}

/** Where the results of a map run go. */
export interface RunWriter {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
}

/** The input of a map run: how it was set up holds for all its life. */
export interface RunInput {
  /** Present, with the items, where those are in the input of the step. */
  readonly total?: number;
  readonly items?: readonly JsonValue[];
  readonly reader?: RunReader;
  readonly writer?: RunWriter;
  /** The values that each item finds beside itself. */
  readonly input: JsonObject;
}

/** The input of the map run of a step. @returns a text, which tells the problem, where the input of the step does not allow one */
export function newRunInput(map: DistributedMap, input: JsonObject): RunInput | string {
  const writer = map.resultWriter && writerOf(map, input);
  if (typeof writer === 'string') return writer;
  const written = writer && { writer };
  if (map.collection !== undefined) {
    const found = mapItems(map.collection, input);
    if (typeof found === 'string') return found;
    return { total: found.items.length, items: found.items, ...written, input: found.rest };
  }
  const reader = readerOf(map, input);
  return typeof reader === 'string' ? reader : { reader, ...written, input };
}

/** The input of a map run that runs. */
export function runInputOf({ state }: Pick<ExecutionLog, 'state'>): RunInput {
  return state.facts.input as unknown as RunInput;
}

/** The rules of a map run by which it was set up: its flow begins with the foreach over the batches. */
export function batchRulesOf({ flow }: Pick<ExecutionState, 'flow'>): BatchRules {
  return (flow.steps[0] as ForeachStep).batches as BatchRules;
}

function readerOf({ itemReader }: DistributedMap, input: JsonObject): RunReader | string {
  if (itemReader === undefined) return 'the step has neither a collection nor an itemReader';
  const { inputType, maxItems } = itemReader;
  const names = inputType === 'list' ? (['bucket', 'prefix'] as const) : (['bucket', 'key'] as const);
  const texts = textsOf('itemReader', itemReader, names, input);
  if (typeof texts === 'string') return texts;
  return { inputType, ...texts, ...(maxItems !== undefined && { maxItems }) } as RunReader;
}

function writerOf({ resultWriter }: DistributedMap, input: JsonObject): RunWriter | string {
  const texts = textsOf('resultWriter', resultWriter ?? {}, ['bucket', 'prefix'], input);
  if (typeof texts === 'string') return texts;
  const { bucket = '', prefix = '' } = texts;
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}

type Texts = Readonly<Record<string, string>>;

function textsOf<Name extends string>(
  owner: string,
  sources: Readonly<Partial<Record<NoInfer<Name>, Source>>>,
  names: readonly Name[],
  input: JsonObject,
): Texts | string {
  const texts: [string, string][] = [];
  for (const name of names) {
    const source = sources[name];
    if (source === undefined) continue;
    const value = evaluateSource(source, input);
    if (typeof value !== 'string') {
      const found = value === undefined ? 'missing' : `of type ${jsonType(value)}`;
      return `the ${name} of the ${owner} is ${found}; it must be text`;
    }
    texts.push([name, value]);
  }
  return Object.fromEntries(texts);
}
