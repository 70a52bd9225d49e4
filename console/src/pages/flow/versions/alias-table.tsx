import { ActionIcon, Group, Table, Text } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FlowAliasView } from '../../../../../src/api/contract.ts';

interface AliasTableProps {
  readonly aliases: readonly FlowAliasView<string>[];
  readonly onEdit: (alias: FlowAliasView<string>) => void;
  readonly onDelete: (name: string) => void;
}

/** Aliases, one per line, with where each leads. */
export function AliasTable({ aliases, onEdit, onDelete }: AliasTableProps) {
  const { t } = useTranslation('versions');
  const { t: common } = useTranslation();
  return (
    <Table verticalSpacing="xs" aria-label={t('alias.title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('alias.name')}</Table.Th>
          <Table.Th>{t('alias.leads')}</Table.Th>
          <Table.Th w={1} aria-label={t('column.actions')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {aliases.map((alias) => (
          <Table.Tr key={alias.Name}>
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
            <Table.Td>
              <Group gap={6} wrap="nowrap">
                <ActionIcon
                  variant="default"
                  onClick={() => onEdit(alias)}
                  aria-label={t('alias.edit', { name: alias.Name })}
                >
                  <IconPencil size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  onClick={() => onDelete(alias.Name)}
                  aria-label={`${common('action.delete')}: ${alias.Name}`}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
