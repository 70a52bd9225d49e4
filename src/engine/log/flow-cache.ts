import { parseFlow } from '../../fdl/parse-flow.ts';
import type { Flow } from '../../flow/flow.ts';
import { type FlowPart, partOf } from '../../flow/map-run.ts';
import { MAX_DEFINITION_LIMITS } from '../../limits.ts';
import { DamagedData } from '../../ports/damaged-data.ts';
import { type ExecutionHeader, flowIdOf } from '../../ports/execution-store.ts';
import type { FlowRecord, FlowStore } from '../../ports/flow-store.ts';

const MAX_ENTRIES = 500;

/** One version of a flow, ready to run. */
export interface Definition {
  readonly flow: Flow;
  /** The role to call targets with; empty when the flow has none. */
  readonly roleArn: string;
}

/** The name of a definition: an execution, or one with another version in place of its own. */
type DefinedBy = Pick<ExecutionHeader, 'id' | 'part' | 'flowName' | 'flowVersion'>;

/** Flows by their text: the same text is parsed once, whichever flows and versions have it. */
const flowsByText = new Map<string, Flow>();

/** Definitions by flow and version; versions never change, so nothing is ever stale. */
const caches = new WeakMap<FlowStore, Map<string, Promise<Definition>>>();

/**
 * The definition that an execution keeps until it ends. Concurrent callers share one read and one parse. A caller that
 * has the flow's record passes it, which saves the read.
 *
 * @throws DamagedData when it is not stored or does not parse: executions start only with definitions that did.
 */
export function definitionOf(flows: FlowStore, header: DefinedBy, known?: FlowRecord): Promise<Definition> {
  const { part } = header;
  const whole = `${flowIdOf(header)}:${header.flowVersion}`;
  const key = part === undefined ? whole : `${whole}:${part.kind}:${part.place}`;
  const cache = cacheOf(flows);
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const definition =
    part === undefined ? readDefinition(flows, header, known) : definitionOfPart(flows, header, part);
  keep(cache, key, definition);
  definition.catch(() => cache.delete(key));
  return definition;
}

async function definitionOfPart(
  flows: FlowStore,
  { flowName, flowVersion }: DefinedBy,
  part: FlowPart,
): Promise<Definition> {
  const whole = await definitionOf(flows, { id: { flowId: part.flowId, name: '' }, flowName, flowVersion });
  const flow = partOf(whole.flow, part);
  if (flow === undefined)
    throw new DamagedData(
      `version ${flowVersion} of flow ${flowName}`,
      `nothing is distributed at ${part.place}`,
    );
  return { ...whole, flow };
}

async function readDefinition(
  flows: FlowStore,
  { id, flowName, flowVersion }: DefinedBy,
  known: FlowRecord | undefined,
): Promise<Definition> {
  const record = known ?? (await flows.readVersion(id.flowId, flowVersion));
  const flow = record && parsed(record.definition);
  if (record === undefined || flow === undefined)
    throw new DamagedData(`version ${flowVersion} of flow ${flowName}`, 'no definition can be read');
  return { flow, roleArn: record.roleArn };
}

function parsed(text: string): Flow | undefined {
  const known = flowsByText.get(text);
  if (known !== undefined) return known;
  const { flow } = parseFlow(text, MAX_DEFINITION_LIMITS);
  if (flow !== undefined) keep(flowsByText, text, flow);
  return flow;
}

/** Adds an entry, in place of the oldest one when there are too many. */
function keep<T>(cache: Map<string, T>, key: string, value: T): void {
  if (cache.size >= MAX_ENTRIES) cache.delete(cache.keys().next().value as string);
  cache.set(key, value);
}

function cacheOf(flows: FlowStore): Map<string, Promise<Definition>> {
  const cache = caches.get(flows) ?? new Map<string, Promise<Definition>>();
  caches.set(flows, cache);
  return cache;
}
