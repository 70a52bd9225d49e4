import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../api/api-error.ts';
import { keySession, type Session } from '../api/session.ts';
import { ErrorAlert } from '../components/error-alert.tsx';

interface SignInPageProps {
  /** Why the last key was refused. */
  readonly refusal: ApiError | undefined;
  readonly onSignIn: (session: Session) => void;
}

/** Asks for the access key that the API demands. */
export function SignInPage({ refusal, onSignIn }: SignInPageProps) {
  const { t } = useTranslation();
  const [id, setId] = useState('');
  const [secret, setSecret] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSignIn(keySession({ id: id.trim(), secret }));
  };
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder shadow="sm" p="xl" w={420} maw="100%">
        <Stack component="form" onSubmit={submit}>
          <Title order={1} size="h3">
            {t('signIn.title')} · {t('product')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('signIn.why')}
          </Text>
          {refusal !== undefined && <ErrorAlert error={refusal} />}
          <TextInput
            label={t('signIn.id')}
            value={id}
            onChange={(event) => setId(event.currentTarget.value)}
            autoComplete="username"
            required
            data-autofocus
          />
          <PasswordInput
            label={t('signIn.secret')}
            value={secret}
            onChange={(event) => setSecret(event.currentTarget.value)}
            autoComplete="current-password"
            required
          />
          <Button type="submit">{t('signIn.submit')}</Button>
        </Stack>
      </Paper>
    </Center>
  );
}
