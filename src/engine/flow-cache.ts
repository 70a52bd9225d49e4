import type { Flow } from '../fdl/flow.ts';
import { MAX_DEFINITION_LIMITS } from '../fdl/limits.ts';
import { parseFlow } from '../fdl/parse-flow.ts';
import type { ExecutionHeader } from '../ports/execution-store.ts';
import type { FlowRecord, FlowStore } from '../ports/flow-store.ts';

const MAX_ENTRIES = 500;

/** One version of a flow, ready to run. */
export interface Definition {
  readonly flow: Flow;
  /** The role to call targets with; empty when the flow has none. */
  readonly roleArn: string;
}

/** Parsed definitions by flow and version; versions never change, so nothing is ever stale. */
const caches = new WeakMap<FlowStore, Map<string, Promise<Definition>>>();

/**
 * The definition that an execution keeps until it ends; read and parsed once for all who ask at the same time. Who has
 * its record spares the read.
 *
 * @throws when it is not stored or does not parse: executions start only with definitions that did.
 */
export function definitionOf(
  flows: FlowStore,
  header: ExecutionHeader,
  known?: FlowRecord,
): Promise<Definition> {
  const key = `${header.id.flowId}:${header.flowVersion}`;
  const cache = cacheOf(flows);
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const definition = readDefinition(flows, header, known);
  if (cache.size >= MAX_ENTRIES) cache.delete(cache.keys().next().value as string);
  cache.set(key, definition);
  definition.catch(() => cache.delete(key));
  return definition;
}

async function readDefinition(
  flows: FlowStore,
  { id, flowName, flowVersion }: ExecutionHeader,
  known: FlowRecord | undefined,
): Promise<Definition> {
  const record = known ?? (await flows.readVersion(id.flowId, flowVersion));
  const flow = record && parseFlow(record.definition, MAX_DEFINITION_LIMITS).flow;
  if (record === undefined || flow === undefined)
    throw new Error(`version ${flowVersion} of flow ${flowName} cannot be read`);
  return { flow, roleArn: record.roleArn };
}

function cacheOf(flows: FlowStore): Map<string, Promise<Definition>> {
  const cache = caches.get(flows) ?? new Map<string, Promise<Definition>>();
  caches.set(flows, cache);
  return cache;
}
