import { Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowVersionView } from '../../../../../src/api/contract.ts';
import { LATEST } from '../../../api/latest.ts';
import { useDefinitionOf } from '../../../api/versions.ts';
import { DiffView } from '../../../components/code/diff-view.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { PageLoader } from '../../../shell/page-loader.tsx';

interface CompareModalProps {
  readonly flowName: string;
  readonly version: string;
  readonly versions: readonly FlowVersionView[];
  readonly onClose: () => void;
}

/** The difference between a version and another definition, at first the newest. */
export function CompareModal({ flowName, version, versions, onClose }: CompareModalProps) {
  const { t } = useTranslation('versions');
  const { t: common } = useTranslation();
  const [other, setOther] = useState(LATEST);
  const before = useDefinitionOf(flowName, version);
  const after = useDefinitionOf(flowName, other);
  const error = before.error ?? after.error;
  const others = versions.filter(({ Version }) => Version !== version);
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('compare.title', { version })}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Stack>
        <Select
          label={t('compare.with')}
          data={[
            { value: LATEST, label: t('newest') },
            ...others.map(({ Version }) => ({ value: Version, label: t('version', { version: Version }) })),
          ]}
          value={other}
          onChange={(chosen) => setOther(chosen ?? LATEST)}
          allowDeselect={false}
        />
        {error !== null && <ErrorAlert error={error} />}
        {before.data === undefined || after.data === undefined ? (
          error === null && <PageLoader />
        ) : before.data === after.data ? (
          <Text size="sm">{t('compare.same')}</Text>
        ) : (
          <DiffView
            before={before.data}
            after={after.data}
            language="yaml"
            label={t('compare.difference')}
            maxHeight="60vh"
          />
        )}
      </Stack>
    </Modal>
  );
}
