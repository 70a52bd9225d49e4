import { Alert, Badge, Group, ScrollArea, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../../src/fdl/diagnostic.ts';
import type { TextPlace } from '../../components/code/code-editor.tsx';
import type { ReadDefinition } from './use-definition.ts';

interface DiagnosticListProps {
  readonly read: ReadDefinition;
  readonly flowName: string;
  readonly onGoTo: (place: TextPlace) => void;
}

/** Every problem of a definition with its place; choosing one leads there. */
export function DiagnosticList({ read, flowName, onGoTo }: DiagnosticListProps) {
  const { t } = useTranslation('flows');
  const { diagnostics, foreignName } = read;
  return (
    <Stack gap={4} mt="xs" role="region" aria-label={t('diagnostics.label')} aria-live="polite">
      {foreignName !== undefined && (
        <Alert color="red" p="xs">
          {t('nameDiffers', { given: foreignName, name: flowName })}
        </Alert>
      )}
      {diagnostics.length === 0 ? (
        <Group gap={6}>
          <IconCircleCheck size={16} aria-hidden color="var(--mantine-color-green-text)" />
          <Text size="sm" c="dimmed">
            {t('diagnostics.none')}
          </Text>
        </Group>
      ) : (
        <ScrollArea.Autosize mah={200}>
          {diagnostics.map((diagnostic) => (
            <DiagnosticLine
              key={`${diagnostic.line} ${diagnostic.column} ${diagnostic.code} ${diagnostic.path}`}
              diagnostic={diagnostic}
              onGoTo={onGoTo}
            />
          ))}
        </ScrollArea.Autosize>
      )}
    </Stack>
  );
}

function DiagnosticLine({
  diagnostic,
  onGoTo,
}: {
  diagnostic: Diagnostic;
  onGoTo: (place: TextPlace) => void;
}) {
  const { t } = useTranslation('flows');
  const { severity, line, column, path, message, code } = diagnostic;
  const isError = severity === 'error';
  const Sign = isError ? IconCircleX : IconAlertTriangle;
  return (
    <UnstyledButton w="100%" py={4} onClick={() => onGoTo(diagnostic)}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Badge
          color={isError ? 'red' : 'yellow'}
          variant="light"
          tt="none"
          leftSection={<Sign size={12} aria-hidden />}
          style={{ flex: 'none' }}
        >
          {t(isError ? 'diagnostics.error' : 'diagnostics.warning')}
        </Badge>
        <Text size="sm" component="span" style={{ overflowWrap: 'anywhere' }}>
          <Text span fw={600}>
            {t('diagnostics.place', { line, column })}
          </Text>{' '}
          {path !== '' && <code>{path}</code>} {message}{' '}
          <Text span c="dimmed">
            ({code})
          </Text>
        </Text>
      </Group>
    </UnstyledButton>
  );
}
