import { Button, Group, Modal, NumberInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapRunRulesView } from '../../../../../src/api/contract/map-runs.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import type { MapRunKey } from './use-map-run.ts';

interface RulesModalProps {
  readonly of: MapRunKey;
  readonly rules: MapRunRulesView;
  readonly onClose: () => void;
}

const FIELDS = [
  { name: 'Concurrency', min: 1, allowDecimal: false },
  { name: 'ToleratedFailedCount', min: 0, allowDecimal: false },
  { name: 'ToleratedFailedPercentage', min: 0, max: 100, allowDecimal: true },
] as const;

/** Other rules for a map run that runs. What is not changed is not sent: a tolerance that is not set stays so. */
export function RulesModal({ of, rules, onClose }: RulesModalProps) {
  const { t } = useTranslation(['execution', 'common']);
  const callApi = useCallApi();
  const queries = useQueryClient();
  const [changed, setChanged] = useState<Partial<MapRunRulesView>>({});
  const change = useMutation({
    mutationFn: () => callApi('UpdateMapRun', { ...of, ...changed }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('mapRun.changeTitle')}
      centered
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Stack>
        {FIELDS.map(({ name, ...range }) => (
          <NumberInput
            key={name}
            {...range}
            clampBehavior="strict"
            allowNegative={false}
            label={t(`mapRun.rule.${name}`)}
            defaultValue={rules[name]}
            onChange={(value) => setChanged(withRule(changed, name, value, rules[name]))}
          />
        ))}
        {change.error !== null && <ErrorAlert error={change.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button
            loading={change.isPending}
            disabled={Object.keys(changed).length === 0}
            onClick={() => change.mutate()}
          >
            {t('mapRun.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** The changed rules with one more; without it where it is as before, or nothing is written. */
function withRule(
  changed: Partial<MapRunRulesView>,
  name: keyof MapRunRulesView,
  value: number | string,
  before: number,
): Partial<MapRunRulesView> {
  const { [name]: _old, ...others } = changed;
  return typeof value !== 'number' || value === before ? others : { ...others, [name]: value };
}
