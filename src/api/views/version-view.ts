import type { FlowAlias, PublishedVersion } from '../../ports/flow-versions.ts';
import type { FlowAliasView, FlowVersionView } from '../contract/versions.ts';
import { formatTime } from './format-time.ts';

/** A published version as callers see it. */
export function versionView({ number, description, createdAt }: PublishedVersion): FlowVersionView {
  return { Version: String(number), Description: description, CreatedTime: formatTime(createdAt) };
}

/** An alias as callers see it. */
export function aliasView(alias: FlowAlias): FlowAliasView {
  return viewOf(alias, (weight) => weight);
}

/** An alias as a list shows it: weights are texts there, as in the original's. */
export function listedAliasView(alias: FlowAlias): FlowAliasView<string> {
  return viewOf(alias, String);
}

function viewOf<Weight>(
  { name, description, routes, createdAt }: FlowAlias,
  weightOf: (weight: number) => Weight,
): FlowAliasView<Weight> {
  return {
    Name: name,
    Description: description,
    RoutingConfigurations: routes.map(({ number, weight }) => ({
      Version: String(number),
      Weight: weightOf(weight),
    })),
    CreatedTime: formatTime(createdAt),
  };
}
