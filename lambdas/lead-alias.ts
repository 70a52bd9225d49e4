import type { CallOperation } from '../src/api/call-operation.ts';
import type { FlowAliasView, RequestOf, RouteView } from '../src/api/contract.ts';
import { ignoring } from './ignoring.ts';

/** An alias as a deployment asks for it; texts only, as CloudFormation makes texts of everything. */
export interface AliasProperties {
  readonly Name: string;
  /** 1 to 100: the share of the starts that a new version takes. */
  readonly Weight: string;
}

/** An alarm of a canary: its starts go back to the version before. */
export interface RollbackEvent {
  readonly rollback: { readonly flowName: string; readonly alias: string };
}

/** A flow as a deployment asks for it; two versions of equal members are the same. */
type Wanted = Omit<RequestOf<'CreateFlow'>, 'Type'>;

/**
 * Publishes what a deployment has made of a flow, and leads its alias there: wholly, or with a share of the starts while the
 * others go on to the version that has most of them.
 *
 * A deployment that is rolled back asks for what that version is: then it takes all starts again.
 */
export async function leadAlias(
  call: CallOperation,
  wanted: Wanted,
  { Name, Weight }: AliasProperties,
): Promise<void> {
  const key = { FlowName: wanted.Name, Name };
  const known = await ignoring('FlowAliasNotExists', call('DescribeFlowAlias', key));
  if (known === undefined) {
    const { Version } = await call('PublishFlowVersion', { FlowName: wanted.Name });
    await call('CreateFlowAlias', { ...key, RoutingConfigurations: [{ Version, Weight: 100 }] });
    return;
  }
  const stable = stableOf(known.Alias);
  const number = (await carrierOf(call, wanted, known.Alias)) ?? (await publish(call, wanted));
  const share = number === stable ? 100 : Number(Weight);
  const canary = { Version: number, Weight: share };
  const routes = share === 100 ? [canary] : [{ Version: stable, Weight: 100 - share }, canary];
  await call('UpdateFlowAlias', { ...key, RoutingConfigurations: routes });
}

/** Ends a canary: all starts take the version that has most of them. An alias of one version stays as it is. */
export async function rollBack(call: CallOperation, { rollback }: RollbackEvent): Promise<void> {
  const key = { FlowName: rollback.flowName, Name: rollback.alias };
  const { Alias } = await call('DescribeFlowAlias', key);
  if (Alias.RoutingConfigurations.length === 1) return;
  const routes = [{ Version: stableOf(Alias), Weight: 100 }];
  await call('UpdateFlowAlias', { ...key, RoutingConfigurations: routes });
}

async function publish(call: CallOperation, { Name }: Wanted): Promise<string> {
  return (await call('PublishFlowVersion', { FlowName: Name })).Version;
}

/** The version of an alias that is what a deployment asks for, the stable one before a canary. */
async function carrierOf(
  call: CallOperation,
  wanted: Wanted,
  alias: FlowAliasView,
): Promise<string | undefined> {
  for (const { Version } of byWeight(alias)) {
    const flow = await call('DescribeFlow', { Name: wanted.Name, FlowVersion: Version });
    const isSame =
      flow.Definition === wanted.Definition &&
      flow.RoleArn === wanted.RoleArn &&
      flow.Description === wanted.Description &&
      (flow.LabelMappings ?? '{}') === wanted.LabelMappings;
    if (isSame) return Version;
  }
  return undefined;
}

function stableOf(alias: FlowAliasView): string {
  return byWeight(alias)[0]?.Version ?? '';
}

/** The larger share first; of equal shares the first. */
function byWeight({ RoutingConfigurations }: FlowAliasView): readonly RouteView[] {
  return RoutingConfigurations.toSorted((a, b) => b.Weight - a.Weight);
}
