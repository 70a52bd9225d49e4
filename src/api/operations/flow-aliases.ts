import type { FlowRecord, PageRequest } from '../../ports/flow-store.ts';
import type { FlowAlias, Route } from '../../ports/flow-versions.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { freeText, pageParams, pageRequest } from '../params/common-params.ts';
import { name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { aliasName, routes, type WantedRoute } from '../params/version-params.ts';
import type { ApiServices } from '../services.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { aliasView, listedAliasView } from '../views/version-view.ts';
import { refuseScheduled, schedulesOf } from './firing.ts';
import { aliasNotExists, findFlow, versionNotExists } from './lookup.ts';
import { pageByName } from './page-by-name.ts';
import { retryChange } from './retry-update.ts';

/** Aliases of one flow: all are read with every start by one. */
export const MAX_ALIASES = 20;

const WHICH = { FlowName: required(name), Name: required(aliasName) };

/** Gives a flow a name for one or two published versions. */
export const createFlowAlias = operation(
  'CreateFlowAlias',
  { ...WHICH, RoutingConfigurations: required(routes), Description: optional(freeText) },
  async (params, services, { requestId }) => {
    const { FlowName: flowName, Name: aliasNamed, Description: description = '' } = params;
    const created = await changeAlias(services, flowName, aliasNamed, async (flow, before) => {
      if (before !== undefined) throw aliasAlreadyExists(flowName, aliasNamed);
      const led = await routesTo(services, flow, params.RoutingConfigurations);
      return { name: aliasNamed, description, routes: led, createdAt: services.clock.now() };
    });
    return { FlowName: flowName, ...aliasView(created), RequestId: requestId };
  },
);

/** Leads an alias elsewhere, from the next start on. */
export const updateFlowAlias = operation(
  'UpdateFlowAlias',
  { ...WHICH, RoutingConfigurations: optional(routes), Description: optional(freeText) },
  async (params, services, { requestId }) => {
    const { FlowName: flowName, Name: aliasNamed, RoutingConfigurations: wanted } = params;
    const updated = await changeAlias(services, flowName, aliasNamed, async (flow, before) => {
      if (before === undefined) throw aliasNotExists(flowName, aliasNamed);
      const led = wanted === undefined ? before.routes : await routesTo(services, flow, wanted);
      return { ...before, description: params.Description ?? before.description, routes: led };
    });
    return { Alias: aliasView(updated), RequestId: requestId };
  },
);

/** Returns an alias. */
export const describeFlowAlias = operation(
  'DescribeFlowAlias',
  WHICH,
  async (params, services, { requestId }) => {
    const { id } = await findFlow(services, params.FlowName);
    const { aliases } = await services.flows.published.readAliases(id);
    const alias = aliases.find((known) => known.name === params.Name);
    if (alias === undefined) throw aliasNotExists(params.FlowName, params.Name);
    return { Alias: aliasView(alias), RequestId: requestId };
  },
);

/** Returns the aliases of a flow in order of their names. */
export const listFlowAliases = operation(
  'ListFlowAliases',
  { FlowName: required(name), ...pageParams(999) },
  async (params, services, { requestId }) => {
    const { id } = await findFlow(services, params.FlowName);
    const read = async (request: PageRequest) => {
      const { aliases } = await services.flows.published.readAliases(id);
      return pageByName(`aliases/${id}`, aliases, request);
    };
    const { views, next } = await boundedPage(pageRequest(params), read, listedAliasView);
    return { Aliases: views, ...next, RequestId: requestId };
  },
);

/** Deletes an alias that no schedule starts by; versions stay. */
export const deleteFlowAlias = operation(
  'DeleteFlowAlias',
  WHICH,
  async (params, services, { requestId }) => {
    const { FlowName: flowName, Name: aliasNamed } = params;
    await changeAlias(services, flowName, aliasNamed, async (flow, before) => {
      if (before === undefined) throw aliasNotExists(flowName, aliasNamed);
      refuseScheduled(await schedulesOf(services, flow), aliasNamed);
      return undefined;
    });
    return { RequestId: requestId };
  },
);

/** Replaces one alias of a flow, or deletes it, also while other callers change aliases. */
async function changeAlias<T extends FlowAlias | undefined>(
  services: ApiServices,
  flowName: string,
  aliasNamed: string,
  change: (flow: FlowRecord, before: FlowAlias | undefined) => Promise<T>,
): Promise<T> {
  const { published } = services.flows;
  const changed = await retryChange(async () => {
    const flow = await findFlow(services, flowName);
    const { version, aliases } = await published.readAliases(flow.id);
    const after = await change(
      flow,
      aliases.find((known) => known.name === aliasNamed),
    );
    const others = aliases.filter((known) => known.name !== aliasNamed);
    const all = [...others, ...(after === undefined ? [] : [after])];
    if (all.length > MAX_ALIASES) {
      throw new ApiError(
        'InvalidArgument',
        `Flow '${flowName}' has ${MAX_ALIASES} aliases, the most allowed`,
      );
    }
    const sorted = all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const isWritten = await published.writeAliases({
      flowId: flow.id,
      version: version + 1,
      aliases: sorted,
    });
    return isWritten ? { after } : undefined;
  });
  return changed.after;
}

/** The versions of a route in the form in which it is kept. @throws ApiError `FlowVersionNotExists` */
async function routesTo(
  { flows }: ApiServices,
  flow: FlowRecord,
  wanted: readonly WantedRoute[],
): Promise<readonly Route[]> {
  return await Promise.all(
    wanted.map(async ({ number, weight }) => {
      const version = await flows.published.read(flow.id, number);
      if (version === undefined) throw versionNotExists(flow.name, number);
      return { number, flowVersion: version.flowVersion, weight };
    }),
  );
}

function aliasAlreadyExists(flowName: string, name: string): ApiError {
  return new ApiError('FlowAliasAlreadyExists', `Alias '${name}' already exists in flow '${flowName}'`);
}
