import { Button, Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { PageHeader } from '../components/page-header.tsx';

/** Stands where a page has failed, and says what to report. */
export function ErrorPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <Stack align="flex-start" role="alert">
      <PageHeader title={t('crashed.title')} />
      <Text>{t('crashed.text')}</Text>
      <Code block maw="100%">
        {error instanceof Error ? `${error.name}: ${error.message}` : String(error)}
      </Code>
      <Button onClick={() => location.reload()}>{t('crashed.reload')}</Button>
    </Stack>
  );
}
