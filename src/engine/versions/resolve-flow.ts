import type { Published } from '../../ports/execution-store.ts';
import type { FlowRecord, FlowStore } from '../../ports/flow-store.ts';
import { pickRoute } from './pick-route.ts';

/** The word for the newest definition, published or not. */
export const LATEST = 'LATEST';

/** The flow for a qualifier: as it is or was, with the number of the version, or why there is none. */
export type Resolved =
  | { readonly kind: 'found'; readonly flow: FlowRecord; readonly published?: Published }
  | { readonly kind: 'flowNotExists' }
  | { readonly kind: 'versionNotExists' }
  | { readonly kind: 'aliasNotExists' };

/**
 * Finds what a start takes: the newest definition, a published version, or the one that an alias leads to.
 *
 * An alias with two versions picks by the name of the execution, so that a repeat of a start takes the same.
 */
export async function resolveFlow(
  flows: FlowStore,
  { flowName, qualifier = '' }: { readonly flowName: string; readonly qualifier?: string | undefined },
  executionName: string,
): Promise<Resolved> {
  const newest = await flows.readFlow(flowName);
  if (newest === undefined) return { kind: 'flowNotExists' };
  if (qualifier === '' || qualifier === LATEST) return { kind: 'found', flow: newest };
  const isNumber = /^\d+$/.test(qualifier);
  const route = isNumber
    ? await flows.published.read(newest.id, Number(qualifier))
    : await routeOf(flows, newest.id, qualifier, executionName);
  // What an alias leads to cannot be deleted, but the alias may have changed since it was read.
  const flow = route && (await flows.readVersion(newest.id, route.flowVersion));
  if (flow === undefined || route === undefined)
    return { kind: isNumber ? 'versionNotExists' : 'aliasNotExists' };
  return { kind: 'found', flow, published: { qualifier, number: route.number } };
}

async function routeOf(flows: FlowStore, flowId: string, name: string, executionName: string) {
  const { aliases } = await flows.published.readAliases(flowId);
  const alias = aliases.find((alias) => alias.name === name);
  return alias && pickRoute(alias.routes, `${flowId}/${executionName}`);
}
