import { Table, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FlowAliasView } from '../../../../../src/api/contract.ts';
import { NamedTable } from './named-table.tsx';

interface AliasTableProps {
  readonly aliases: readonly FlowAliasView<string>[];
  readonly onEdit: (alias: FlowAliasView<string>) => void;
  readonly onDelete: (name: string) => void;
}

/** Aliases, one per line, with where each leads. */
export function AliasTable({ aliases, onEdit, onDelete }: AliasTableProps) {
  const { t } = useTranslation('versions');
  return (
    <NamedTable
      label={t('alias.title')}
      heads={
        <>
          <Table.Th>{t('alias.name')}</Table.Th>
          <Table.Th>{t('alias.leads')}</Table.Th>
        </>
      }
      rows={aliases.map((alias) => ({
        name: alias.Name,
        label: alias.Name,
        cells: <AliasCells alias={alias} />,
        action: {
          label: t('alias.edit', { name: alias.Name }),
          sign: <IconPencil size={16} aria-hidden />,
          onClick: () => onEdit(alias),
        },
      }))}
      onDelete={onDelete}
    />
  );
}

function AliasCells({ alias }: { alias: FlowAliasView<string> }) {
  const { t } = useTranslation('versions');
  return (
    <>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Text fw={500}>{alias.Name}</Text>
        {alias.Description !== '' && (
          <Text size="sm" c="dimmed">
            {alias.Description}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {alias.RoutingConfigurations.map(({ Version, Weight }) => (
          <Text key={Version} size="sm">
            {alias.RoutingConfigurations.length === 1
              ? t('version', { version: Version })
              : t('alias.share', { version: Version, weight: Weight })}
          </Text>
        ))}
      </Table.Td>
    </>
  );
}
