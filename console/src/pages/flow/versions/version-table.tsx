import { Badge, Group, Stack, Table, Text } from '@mantine/core';
import { IconFileDiff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FlowAliasView, FlowVersionView } from '../../../../../src/api/contract.ts';
import type { Published } from '../../../api/versions.ts';
import { Time } from '../../../components/time.tsx';
import { NamedTable } from './named-table.tsx';

interface VersionTableProps {
  readonly published: Published;
  readonly onCompare: (version: string) => void;
  readonly onDelete: (version: string) => void;
}

/** Published versions, the newest first, with the aliases that lead to each. */
export function VersionTable({ published: { versions, aliases }, onCompare, onDelete }: VersionTableProps) {
  const { t } = useTranslation('versions');
  return (
    <NamedTable
      label={t('title')}
      heads={
        <>
          <Table.Th>{t('column.version')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('column.published')}</Table.Th>
        </>
      }
      rows={versions.map((version) => ({
        name: version.Version,
        label: t('version', { version: version.Version }),
        cells: <VersionCells version={version} aliases={aliases} />,
        action: {
          label: t('compare.open', { version: version.Version }),
          sign: <IconFileDiff size={16} aria-hidden />,
          onClick: () => onCompare(version.Version),
        },
      }))}
      onDelete={onDelete}
    />
  );
}

interface VersionCellsProps {
  readonly version: FlowVersionView;
  readonly aliases: readonly FlowAliasView<string>[];
}

function VersionCells({ version: { Version, Description, CreatedTime }, aliases }: VersionCellsProps) {
  const { t } = useTranslation('versions');
  const leading = aliases.filter(({ RoutingConfigurations }) =>
    RoutingConfigurations.some((route) => route.Version === Version),
  );
  return (
    <>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Stack gap={4} align="flex-start">
          <Group gap={6}>
            <Text fw={500}>{t('version', { version: Version })}</Text>
            {leading.map(({ Name }) => (
              <Badge key={Name} variant="default" tt="none">
                {Name}
              </Badge>
            ))}
          </Group>
          {Description !== '' && (
            <Text size="sm" c="dimmed">
              {Description}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={CreatedTime} as="relative" />
      </Table.Td>
    </>
  );
}
