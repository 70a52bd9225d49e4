import { pickRoute } from '../../engine/versions/pick-route.ts';
import type { FlowVersions } from '../../ports/flow-versions.ts';
import { ask } from './client.ts';
import { BrokenPromise } from './log.ts';
import type { SimulatedWorld, WorldProcess } from './simulated-world.ts';

/** Starts by an alias of two versions that is led elsewhere meanwhile. */
export interface AliasedStarts {
  /** Definition of the second version; the first one is that of the flow. */
  readonly second: string;
  /** When clients start executions, in milliseconds. */
  readonly starts: readonly number[];
  /** When the alias is led elsewhere, and the share of the first version from then on, in percent. */
  readonly moves: readonly { readonly at: number; readonly first: number }[];
}

const ALIAS = 'live';

/** Publishes both versions of a flow and creates the alias; the newest definition stays the first one. */
export async function publishVersions(
  { flows, routes, clock }: SimulatedWorld,
  flowName: string,
  { second, moves: [initial] }: AliasedStarts,
): Promise<void> {
  const flow = await flows.readFlow(flowName);
  if (flow === undefined) throw new Error(`There is no flow ${flowName}`);
  const createdAt = clock.now();
  await flows.updateFlow({ ...flow, version: 2, definition: second });
  await flows.updateFlow({ ...flow, version: 3 });
  for (const number of [1, 2]) {
    await flows.published.publish({
      flowId: flow.id,
      number,
      description: '',
      flowVersion: number,
      createdAt,
    });
  }
  const led = weights(initial?.first ?? 50).map((weight, index) => ({
    number: index + 1,
    flowVersion: index + 1,
    weight,
  }));
  const alias = { name: ALIAS, description: '', routes: led, createdAt };
  await flows.published.writeAliases({ flowId: flow.id, version: 1, aliases: [alias] });
  routes.note(createdAt, led);
}

/** Clients start executions by the alias, and an operator leads it elsewhere. */
export function startByAlias(
  world: SimulatedWorld,
  FlowName: string,
  given: AliasedStarts & { input: string },
) {
  for (const [index, at] of given.starts.entries()) {
    world.after(at, () => start(world, FlowName, `${ALIAS}-${index}`, given.input));
  }
  for (const { at, first } of given.moves.slice(1)) {
    world.after(at, () => move(world, FlowName, first));
  }
}

function start(world: SimulatedWorld, FlowName: string, ExecutionName: string, Input: string): void {
  const asked = world.clock.now();
  const params = { FlowName, ExecutionName, Input, Qualifier: ALIAS };
  ask(world, 'StartExecution', params, () => ({ status, body }) => {
    const log = world.logs.named(ExecutionName);
    if (log === undefined) throw new BrokenPromise(`${ExecutionName} was answered by ${status} and not kept`);
    // The response to an earlier try was lost, and it has ended since.
    const isOver = body['Code'] === 'ExecutionAlreadyExists' && log.end !== undefined;
    if (status !== 200 && !isOver) throw new BrokenPromise(`a start was refused with ${body['Code']}`);
    const { id, published, flowVersion } = log.header;
    const allowed = world.routes.since(asked).map((led) => pickRoute(led, `${id.flowId}/${id.name}`));
    const taken = allowed.find((route) => route?.number === published?.number);
    if (taken?.flowVersion !== flowVersion || published?.qualifier !== ALIAS)
      throw new BrokenPromise(`${ExecutionName} runs a version that its alias has not led to`);
    if (status === 200 && body['FlowVersion'] !== String(taken.number))
      throw new BrokenPromise(`the start of ${ExecutionName} tells another version than it runs`);
  });
}

function move(world: SimulatedWorld, FlowName: string, first: number): void {
  const RoutingConfigurations = weights(first).map((Weight, index) => ({ Version: `${index + 1}`, Weight }));
  const params = { FlowName, Name: ALIAS, RoutingConfigurations };
  ask(world, 'UpdateFlowAlias', params, () => ({ status, body }) => {
    // Others have led it elsewhere again and again meanwhile.
    if (status !== 200 && body['Code'] !== 'ConcurrentUpdateError')
      throw new BrokenPromise(`an alias was not led elsewhere: ${body['Code']}`);
  });
}

function weights(first: number): readonly number[] {
  return [first, 100 - first];
}

/** Versions and aliases as one process sees them. */
export function publishedOf(process: WorldProcess): FlowVersions {
  const { flows, routes, clock } = process.world;
  const { published } = flows;
  return {
    lastNumber: (flowId) => published.lastNumber(flowId),
    publish: (version) => published.publish(version),
    list: (flowId, after, limit) => published.list(flowId, after, limit),
    delete: (flowId, number, read) => published.delete(flowId, number, read),
    read: (flowId, number) => process.call('versions.read', () => published.read(flowId, number)),
    readAliases: (flowId) => process.call('versions.readAliases', () => published.readAliases(flowId)),
    writeAliases: (aliases) =>
      process.call('versions.writeAliases', async () => {
        const isWritten = await published.writeAliases(aliases);
        for (const alias of isWritten ? aliases.aliases : []) routes.note(clock.now(), alias.routes);
        return isWritten;
      }),
  };
}
