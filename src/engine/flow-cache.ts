import type { Flow } from '../fdl/flow.ts';
import { MAX_DEFINITION_LIMITS } from '../fdl/limits.ts';
import { parseFlow } from '../fdl/parse-flow.ts';
import type { ExecutionHeader } from '../ports/execution-store.ts';
import type { FlowStore } from '../ports/flow-store.ts';

const MAX_ENTRIES = 500;

/** One version of a flow, ready to run. */
export interface Definition {
  readonly flow: Flow;
  /** The role to call targets with; empty when the flow has none. */
  readonly roleArn: string;
}

/** Parsed definitions by flow and version; versions never change, so nothing is ever stale. */
const caches = new WeakMap<FlowStore, Map<string, Definition>>();

/**
 * The definition that an execution keeps until it ends.
 *
 * @throws when it is not stored or does not parse: executions start only with definitions that did.
 */
export async function definitionOf(flows: FlowStore, header: ExecutionHeader): Promise<Definition> {
  const key = `${header.id.flowId}:${header.flowVersion}`;
  const cache = cacheOf(flows);
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const record = await flows.readVersion(header.id.flowId, header.flowVersion);
  const flow = record && parseFlow(record.definition, MAX_DEFINITION_LIMITS).flow;
  if (record === undefined || flow === undefined)
    throw new Error(`version ${key} of flow ${header.flowName} cannot be read`);
  if (cache.size >= MAX_ENTRIES) cache.delete(cache.keys().next().value as string);
  const definition: Definition = { flow, roleArn: record.roleArn };
  cache.set(key, definition);
  return definition;
}

function cacheOf(flows: FlowStore): Map<string, Definition> {
  const cache = caches.get(flows) ?? new Map<string, Definition>();
  caches.set(flows, cache);
  return cache;
}
