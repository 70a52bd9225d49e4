import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** A name and what stands for it, in a list of such; only inside of {@link Facts}. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  );
}

/** Facts side by side, as many as there is room for. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <Box component="dl" className="facts" m={0}>
      {children}
    </Box>
  );
}
