import { Checkbox, NumberInput, Select, Textarea } from '@mantine/core';
import type { FieldValue, FormField } from './approval.ts';

interface FormFieldsProps {
  readonly form: readonly FormField[];
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly onChange: (name: string, value: FieldValue) => void;
}

/** The fields of a form that a task asks for. */
export function FormFields({ form, values, onChange }: FormFieldsProps) {
  return form.map((field) => (
    <Field
      key={field.name}
      field={field}
      value={values[field.name] ?? field.preset}
      onChange={(value) => onChange(field.name, value)}
    />
  ));
}

interface FieldProps {
  readonly field: FormField;
  readonly value: FieldValue;
  readonly onChange: (value: FieldValue) => void;
}

function Field({ field: { kind, title, description, choices, isRequired }, value, onChange }: FieldProps) {
  const labels = { label: title, description, required: isRequired };
  switch (kind) {
    case 'boolean':
      return (
        <Checkbox
          {...labels}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...labels}
          data={[...choices]}
          value={value === '' ? null : String(value)}
          onChange={(next) => onChange(next ?? '')}
        />
      );
    case 'text':
      return (
        <Textarea
          {...labels}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          autosize
        />
      );
    default:
      return (
        <NumberInput
          {...labels}
          value={String(value)}
          allowDecimal={kind === 'number'}
          onChange={(next) => onChange(String(next))}
        />
      );
  }
}
