import { TextInput } from '@mantine/core';

interface InstantInputProps {
  readonly label: string;
  /** RFC 3339, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A date and time in the reader's zone, by the browser's own control. */
export function InstantInput({ label, value, onChange }: InstantInputProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      className="filter-field"
      value={localText(value)}
      onChange={({ currentTarget: { value: text } }) =>
        onChange(text === '' ? '' : new Date(text).toISOString())
      }
    />
  );
}

/** An instant as the control wants it: local, to the minute, without a zone. */
function localText(value: string): string {
  if (value === '') return '';
  const date = new Date(value);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
