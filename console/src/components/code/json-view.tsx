import { Box } from '@mantine/core';
import { useMemo } from 'react';
import { CopyButton } from '../copy-button.tsx';
import { CodeEditor } from './code-editor.tsx';
import { prettyJson } from './json-text.ts';

/** JSON text to read, fold and copy; only what is in view is drawn, so its length does not matter. */
export function JsonView({
  text,
  label,
  maxHeight = '360px',
}: {
  text: string;
  label: string;
  maxHeight?: string;
}) {
  const pretty = useMemo(() => prettyJson(text), [text]);
  return (
    <Box pos="relative">
      <CodeEditor language="json" label={label} value={pretty} minHeight="38px" maxHeight={maxHeight} />
      <Box pos="absolute" top={4} right={12}>
        <CopyButton value={pretty} what={label} />
      </Box>
    </Box>
  );
}
