import { Stack, Text } from '@mantine/core';
import type { JsonValue } from '../../../../../src/expressions/json.ts';
import { JsonView } from '../../../components/code/json-view.tsx';

interface DataBlockProps {
  readonly name: string;
  readonly hint?: string;
  /** Undefined where there is no such data; then `missing` says why. */
  readonly value: JsonValue | undefined;
  readonly missing: string;
}

/** A named piece of data, as JSON. */
export function DataBlock({ name, hint, value, missing }: DataBlockProps) {
  return (
    <Stack gap={4}>
      <Text component="h3" size="sm" fw={600} m={0}>
        {name}
        {hint !== undefined && (
          <Text span size="xs" c="dimmed" fw={400} ml="xs">
            {hint}
          </Text>
        )}
      </Text>
      {value === undefined ? (
        <Text size="sm" c="dimmed">
          {missing}
        </Text>
      ) : (
        <JsonView text={JSON.stringify(value)} label={name} maxHeight="260px" />
      )}
    </Stack>
  );
}
