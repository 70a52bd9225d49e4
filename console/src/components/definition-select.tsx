import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LATEST } from '../api/latest.ts';
import { useQualifiers } from '../api/versions.ts';

interface DefinitionSelectProps {
  readonly flowName: string;
  readonly label: string;
  /** Stands for going on with the definition so far, which is the choice of nothing. */
  readonly placeholder: string;
  readonly value: string | null;
  readonly onChange: (qualifier: string | null) => void;
  readonly isDisabled?: boolean;
}

/** The definition that executions go on with: the newest, an alias or a version. */
export function DefinitionSelect({ flowName, isDisabled = false, ...select }: DefinitionSelectProps) {
  const { t } = useTranslation('versions');
  const choices = useQualifiers(flowName);
  return (
    <Select
      {...select}
      data={[{ value: LATEST, label: t('newest') }, ...choices]}
      disabled={isDisabled}
      clearable
    />
  );
}
