import { Center, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Stands where a list has nothing to show, and says why. */
export function EmptyState({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <Center mih={160} p="md">
      <Stack align="center" gap="sm" maw="100%">
        <Text c="dimmed" ta="center">
          {text}
        </Text>
        {children}
      </Stack>
    </Center>
  );
}
