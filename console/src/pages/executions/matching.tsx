import { Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExecutionStatus } from '../../../../src/api/contract.ts';
import { useCallApi } from '../../api/session-context.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageLoader } from '../../shell/page-loader.tsx';
import type { Filters } from './filters.ts';
import { readMatching } from './read-matching.ts';
import type { ExecutionId } from './selection.ts';

interface MatchingProps {
  readonly flowName: string | undefined;
  readonly filters: Filters;
  readonly statuses: readonly ExecutionStatus[];
  readonly title: string;
  /** The text where nothing matches. */
  readonly none: string;
  readonly onClose: () => void;
  /** The dialog about what was found. */
  readonly children: (executions: readonly ExecutionId[]) => ReactNode;
}

/** Finds everything of some statuses that meets the filters, listed here or not, and asks about it. */
export function Matching({ flowName, filters, statuses, title, none, onClose, children }: MatchingProps) {
  const { t: common } = useTranslation();
  const callApi = useCallApi();
  const { data, error } = useQuery({
    queryKey: ['matching', flowName, filters, statuses],
    queryFn: ({ signal }) => readMatching(callApi, flowName, filters, statuses, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data !== undefined && data.length > 0) return children(data);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': common('action.close') }}>
      {error !== null && <ErrorAlert error={error} />}
      {data === undefined && error === null && <PageLoader />}
      {data !== undefined && <Text size="sm">{none}</Text>}
    </Modal>
  );
}
