import { Button, Group, Tabs, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarTime, IconCode, IconPlayerPlay, IconTag, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { FlowView } from '../../../../src/api/contract.ts';
import { useFlow } from '../../api/flows.ts';
import { Breadcrumbs } from '../../components/breadcrumbs.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StartButton } from '../../components/start-button.tsx';
import { Time } from '../../components/time.tsx';
import { PageLoader } from '../../shell/page-loader.tsx';
import { ExecutionsView } from '../executions/executions-view.tsx';
import { DefinitionTab } from './definition-tab.tsx';
import { DeleteFlowModal } from './delete-flow-modal.tsx';
import { SchedulesTab } from './schedules/schedules-tab.tsx';
import { VersionsTab } from './versions/versions-tab.tsx';

const TABS = {
  definition: IconCode,
  executions: IconPlayerPlay,
  schedules: IconCalendarTime,
  versions: IconTag,
} as const;

type Tab = keyof typeof TABS;

/** One flow: its definition and picture, its executions, schedules and versions. */
export function FlowPage() {
  const { flowName = '' } = useParams();
  const { data, error, refetch } = useFlow(flowName);
  if (data !== undefined) return <Loaded key={data.Id} flow={data} />;
  return (
    <>
      <PageHeader title={flowName} breadcrumbs={<Breadcrumbs to="flows" />} />
      {error === null ? <PageLoader /> : <ErrorAlert error={error} onRetry={() => void refetch()} />}
    </>
  );
}

function Loaded({ flow }: { flow: FlowView }) {
  const { t } = useTranslation('flows');
  const navigate = useNavigate();
  const { tab = 'definition' } = useParams();
  const [hasDraft, setHasDraft] = useState(false);
  const shown = Object.hasOwn(TABS, tab) ? tab : 'definition';
  const goTo = (next: string | null) =>
    void navigate(next === 'definition' ? `/flows/${flow.Name}` : `/flows/${flow.Name}/${next}`);
  return (
    <>
      <FlowHeader flow={flow} hasDraft={hasDraft} />
      <Tabs value={shown} onChange={goTo} keepMounted={false}>
        <Tabs.List mb="md" aria-label={t('tab.label')}>
          {(Object.keys(TABS) as Tab[]).map((name) => {
            const Sign = TABS[name];
            return (
              <Tabs.Tab
                key={name}
                value={name}
                px={{ base: 'xs', sm: 'md' }}
                leftSection={<Sign size={16} aria-hidden />}
              >
                {t(`tab.${name}`)}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        <Tabs.Panel value="definition">
          <DefinitionTab flow={flow} onDraft={setHasDraft} />
        </Tabs.Panel>
        <Tabs.Panel value="executions">
          <ExecutionsView flowName={flow.Name} />
        </Tabs.Panel>
        <Tabs.Panel value="schedules">
          <SchedulesTab flowName={flow.Name} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsTab flowName={flow.Name} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function FlowHeader({ flow, hasDraft }: { flow: FlowView; hasDraft: boolean }) {
  const { t } = useTranslation('flows');
  const { t: common } = useTranslation();
  const [isDeleting, { open, close }] = useDisclosure();
  return (
    <>
      <PageHeader
        title={flow.Name}
        breadcrumbs={<Breadcrumbs to="flows" />}
        actions={
          <>
            <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={open}>
              {common('action.delete')}
            </Button>
            <StartButton flowName={flow.Name} hasDraft={hasDraft} />
          </>
        }
      />
      <Group gap="md" mb="sm" mt={-8}>
        {flow.Description !== '' && <Text size="sm">{flow.Description}</Text>}
        <Text size="sm" c="dimmed">
          {t('column.modified')} <Time at={flow.LastModifiedTime} as="relative" />
        </Text>
      </Group>
      <DeleteFlowModal flowName={flow.Name} isOpen={isDeleting} onClose={close} />
    </>
  );
}
