import { Stack, Text } from '@mantine/core';
import type { JsonValue } from '../../../../../src/common/json.ts';
import { stringifyJson } from '../../../../../src/common/json-text.ts';
import { JsonView } from '../../../components/code/json-view.tsx';

interface Named {
  readonly name: string;
  readonly hint?: string;
  /** Stands where there is no such data. */
  readonly missing: string;
}

/** A named piece of data, as JSON. */
export function DataBlock({ value, ...named }: Named & { readonly value: JsonValue | undefined }) {
  return <DataText {...named} text={value === undefined ? undefined : stringifyJson(value)} />;
}

/** A named piece of data that is JSON text already. */
export function DataText({ name, hint, text, missing }: Named & { readonly text: string | undefined }) {
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
      {text === undefined ? (
        <Text size="sm" c="dimmed">
          {missing}
        </Text>
      ) : (
        <JsonView text={text} label={name} maxHeight="260px" />
      )}
    </Stack>
  );
}
