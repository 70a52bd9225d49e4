import { Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CallApi } from '../../api/call-api.ts';
import { useCallApi } from '../../api/session-context.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageLoader } from '../../shell/page-loader.tsx';
import { conditionsOf, type Filters } from './filters.ts';
import type { ExecutionId } from './selection.ts';
import { StopModal } from './stop-modal.tsx';

/** The most that the API answers at once. */
const MAX_PAGE = 99;

interface StopMatchingProps {
  readonly flowName: string | undefined;
  readonly filters: Filters;
  readonly onClose: () => void;
}

/** Stops everything that runs and meets the filters, listed here or not, once somebody has seen how much that is. */
export function StopMatching({ flowName, filters, onClose }: StopMatchingProps) {
  const { t } = useTranslation('executions');
  const { t: common } = useTranslation();
  const callApi = useCallApi();
  const { data, error } = useQuery({
    queryKey: ['running', flowName, filters],
    queryFn: ({ signal }) => readRunning(callApi, flowName, filters, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data !== undefined && data.length > 0) return <StopModal executions={data} onClose={onClose} />;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('stopping.openAll')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      {error !== null && <ErrorAlert error={error} />}
      {data === undefined && error === null && <PageLoader />}
      {data !== undefined && <Text size="sm">{t('stopping.nothingRuns')}</Text>}
    </Modal>
  );
}

/** Every running execution that meets the filters. */
export async function readRunning(
  callApi: CallApi,
  flowName: string | undefined,
  filters: Filters,
  signal?: AbortSignal,
): Promise<readonly ExecutionId[]> {
  const found: ExecutionId[] = [];
  const conditions = conditionsOf(flowName, filters, Date.now());
  let token: string | undefined;
  do {
    const next = token === undefined ? {} : { NextToken: token };
    const request = {
      ...conditions,
      Status: 'Running',
      MetadataOnly: true,
      Limit: MAX_PAGE,
      ...next,
    } as const;
    const page = await callApi('ListExecutions', request, signal);
    found.push(...page.Executions.map(({ FlowName, Name }) => ({ flowName: FlowName, name: Name })));
    token = page.NextToken;
  } while (token !== undefined);
  return found;
}
