import { ActionIcon, Group, Table } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** One line of such a table: cells, and what can be done about it besides deleting it. */
export interface NamedRow {
  readonly name: string;
  /** As it is called where it is deleted. */
  readonly label: string;
  readonly cells: ReactNode;
  readonly action: { readonly label: string; readonly sign: ReactNode; readonly onClick: () => void };
}

interface NamedTableProps {
  readonly label: string;
  readonly heads: ReactNode;
  readonly rows: readonly NamedRow[];
  readonly onDelete: (name: string) => void;
}

/** Versions or aliases, one per line, with what can be done about each. */
export function NamedTable({ label, heads, rows, onDelete }: NamedTableProps) {
  const { t } = useTranslation('versions');
  const { t: common } = useTranslation();
  return (
    <Table verticalSpacing="xs" aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          {heads}
          <Table.Th w={1} aria-label={t('column.actions')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.name}>
            {row.cells}
            <Table.Td>
              <Group gap={6} wrap="nowrap">
                <ActionIcon variant="default" onClick={row.action.onClick} aria-label={row.action.label}>
                  {row.action.sign}
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  onClick={() => onDelete(row.name)}
                  aria-label={`${common('action.delete')}: ${row.label}`}
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
