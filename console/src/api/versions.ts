import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FlowAliasView, FlowVersionView } from '../../../src/api/contract.ts';
import { LATEST } from './latest.ts';
import { useCallApi } from './session-context.tsx';

/** Name of what is read about the versions and aliases of a flow. */
export const versionsKey = (flowName: string) => ['versions', flowName] as const;

/** The published versions of a flow, the newest first, and the names that lead to it. */
export interface Published {
  readonly versions: readonly FlowVersionView[];
  readonly aliases: readonly FlowAliasView<string>[];
}

/** All versions and aliases of a flow; read only while they are wanted. */
export function useVersions(flowName: string, isWanted = true) {
  const callApi = useCallApi();
  return useQuery({
    enabled: isWanted,
    queryKey: versionsKey(flowName),
    queryFn: async ({ signal }): Promise<Published> => {
      const versions: FlowVersionView[] = [];
      let token: string | undefined;
      do {
        const next = token === undefined ? {} : { NextToken: token };
        const page = await callApi('ListFlowVersions', { FlowName: flowName, Limit: 999, ...next }, signal);
        versions.push(...page.FlowVersions);
        token = page.NextToken;
      } while (token !== undefined);
      // A flow has fewer aliases than a page.
      const { Aliases } = await callApi('ListFlowAliases', { FlowName: flowName, Limit: 999 }, signal);
      return { versions: versions.toReversed(), aliases: Aliases };
    },
  });
}

/** The definition of a published version, which never changes; LATEST is the newest. Nothing is read without one. */
export function useDefinitionOf(flowName: string, version: string | undefined) {
  const callApi = useCallApi();
  return useQuery({
    enabled: version !== undefined,
    queryKey: [...versionsKey(flowName), 'definition', version],
    queryFn: async ({ signal }) => {
      const flow = await callApi('DescribeFlow', { Name: flowName, FlowVersion: version ?? LATEST }, signal);
      return flow.Definition;
    },
  });
}

/** The choices: aliases, then versions; none while they are not known. */
export function useQualifiers(flowName: string, isWanted = true) {
  const { t } = useTranslation('versions');
  const { data } = useVersions(flowName, isWanted);
  if (data === undefined) return [];
  return [
    ...data.aliases.map(({ Name }) => ({ value: Name, label: Name })),
    ...data.versions.map(({ Version }) => ({ value: Version, label: t('version', { version: Version }) })),
  ];
}
