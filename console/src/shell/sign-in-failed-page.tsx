import { Button, Center, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../components/error-alert.tsx';

/** Says why the sign-in at the provider came to nothing, and leads there again. */
export function SignInFailedPage({ error }: { error: Error }) {
  const { t } = useTranslation();
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack maw={480}>
        <Title order={1} size="h3">
          {t('signIn.failed')}
        </Title>
        <ErrorAlert error={error} />
        <Button onClick={() => location.assign(import.meta.env.BASE_URL)}>{t('signIn.submit')}</Button>
      </Stack>
    </Center>
  );
}
