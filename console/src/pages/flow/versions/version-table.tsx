import { ActionIcon, Badge, Group, Stack, Table, Text } from '@mantine/core';
import { IconFileDiff, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Published } from '../../../api/versions.ts';
import { Time } from '../../../components/time.tsx';

interface VersionTableProps {
  readonly published: Published;
  readonly onCompare: (version: string) => void;
  readonly onDelete: (version: string) => void;
}

/** Published versions, the newest first, with the aliases that lead to each. */
export function VersionTable({ published: { versions, aliases }, onCompare, onDelete }: VersionTableProps) {
  const { t } = useTranslation('versions');
  const { t: common } = useTranslation();
  return (
    <Table verticalSpacing="xs" aria-label={t('title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('column.version')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('column.published')}</Table.Th>
          <Table.Th w={1} aria-label={t('column.actions')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {versions.map(({ Version, Description, CreatedTime }) => (
          <Table.Tr key={Version}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Stack gap={4} align="flex-start">
                <Group gap={6}>
                  <Text fw={500}>{t('version', { version: Version })}</Text>
                  {aliases
                    .filter(({ RoutingConfigurations }) =>
                      RoutingConfigurations.some((route) => route.Version === Version),
                    )
                    .map(({ Name }) => (
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
            <Table.Td>
              <Group gap={6} wrap="nowrap">
                <ActionIcon
                  variant="default"
                  onClick={() => onCompare(Version)}
                  aria-label={t('compare.open', { version: Version })}
                >
                  <IconFileDiff size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  onClick={() => onDelete(Version)}
                  aria-label={`${common('action.delete')}: ${t('version', { version: Version })}`}
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
