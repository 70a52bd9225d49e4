import { Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import { shortName } from './short-name.ts';
import { useDocumentTitle } from './use-document-title.ts';

interface PageHeaderProps {
  readonly title: string;
  /** Where the page is, above its title. */
  readonly breadcrumbs?: ReactNode;
  /** Content beside the title: a status, a type. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
}

/** The heading of a page, which is also the window's title; made-up names are shortened and can be copied whole. */
export function PageHeader({ title, breadcrumbs, beside, actions }: PageHeaderProps) {
  const short = shortName(title);
  useDocumentTitle(short);
  return (
    <Stack gap={4} mb="md">
      {breadcrumbs}
      <Group justify="space-between" gap="sm">
        <Group gap="sm" style={{ minWidth: 0 }}>
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }} title={title}>
            {short}
          </Title>
          {short !== title && <CopyButton value={title} what={title} />}
          {beside}
        </Group>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
    </Stack>
  );
}
