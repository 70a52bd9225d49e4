import { Button, Group, Stack } from '@mantine/core';
import { IconArrowsSplit2, IconTag } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowAliasView } from '../../../../../src/api/contract.ts';
import { useVersions } from '../../../api/versions.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { PageLoader } from '../../../shell/page-loader.tsx';
import { AliasForm } from './alias-form.tsx';
import { AliasTable } from './alias-table.tsx';
import { CompareModal } from './compare-modal.tsx';
import { PublishModal } from './publish-modal.tsx';
import { RemoveModal } from './remove-modal.tsx';
import { VersionTable } from './version-table.tsx';

/** The dialog that is open: something is published, led, compared, or asked about before it goes. */
type Doing =
  | { readonly kind: 'publish' }
  | { readonly kind: 'alias'; readonly alias?: FlowAliasView<string> }
  | { readonly kind: 'compare' | 'deleteVersion' | 'deleteAlias'; readonly name: string };

/** The published versions of a flow, and the aliases that lead to them. */
export function VersionsTab({ flowName }: { flowName: string }) {
  const { t } = useTranslation('versions');
  const { data, error, refetch } = useVersions(flowName);
  const [doing, setDoing] = useState<Doing>();
  const stop = () => setDoing(undefined);
  const hasVersions = data !== undefined && data.versions.length > 0;
  return (
    <Stack>
      <Group>
        <Button leftSection={<IconTag size={16} aria-hidden />} onClick={() => setDoing({ kind: 'publish' })}>
          {t('publish.open')}
        </Button>
        {hasVersions && (
          <Button
            variant="default"
            leftSection={<IconArrowsSplit2 size={16} aria-hidden />}
            onClick={() => setDoing({ kind: 'alias' })}
          >
            {t('alias.create')}
          </Button>
        )}
      </Group>
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <PageLoader />}
      {data?.versions.length === 0 && <EmptyState text={t('empty')} />}
      {data !== undefined && data.aliases.length > 0 && (
        <AliasTable
          aliases={data.aliases}
          onEdit={(alias) => setDoing({ kind: 'alias', alias })}
          onDelete={(name) => setDoing({ kind: 'deleteAlias', name })}
        />
      )}
      {hasVersions && (
        <VersionTable
          published={data}
          onCompare={(name) => setDoing({ kind: 'compare', name })}
          onDelete={(name) => setDoing({ kind: 'deleteVersion', name })}
        />
      )}
      {doing?.kind === 'publish' && <PublishModal flowName={flowName} onClose={stop} />}
      {doing?.kind === 'alias' && data !== undefined && (
        <AliasForm
          flowName={flowName}
          versions={data.versions}
          onClose={stop}
          {...(doing.alias !== undefined && { alias: doing.alias })}
        />
      )}
      {doing?.kind === 'compare' && data !== undefined && (
        <CompareModal flowName={flowName} version={doing.name} versions={data.versions} onClose={stop} />
      )}
      {(doing?.kind === 'deleteVersion' || doing?.kind === 'deleteAlias') && (
        <RemoveModal flowName={flowName} kind={doing.kind} name={doing.name} onClose={stop} />
      )}
    </Stack>
  );
}
