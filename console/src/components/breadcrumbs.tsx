import { Anchor, Group } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

interface BreadcrumbsProps {
  /** The list that the page belongs to. */
  readonly to: 'flows' | 'executions' | 'tokens';
}

/** The way back to the list that a page belongs to. */
export function Breadcrumbs({ to }: BreadcrumbsProps) {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to={`/${to}`} size="sm" w="fit-content">
      <Group gap={2}>
        <IconChevronLeft size={14} aria-hidden />
        {t(`page.${to}`)}
      </Group>
    </Anchor>
  );
}
