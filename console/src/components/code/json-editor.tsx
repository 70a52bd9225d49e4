import { Input, Stack } from '@mantine/core';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeEditor } from './code-editor.tsx';
import { placeOfProblem, problemOfObject } from './json-text.ts';

interface JsonEditorProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** An empty text is fine as well. */
  readonly mayBeEmpty?: boolean;
  readonly minHeight?: string;
}

/** An editor of the text of a JSON object, with a label and what is wrong below it. */
export function JsonEditor({ label, hint, value, onChange, mayBeEmpty = false, minHeight }: JsonEditorProps) {
  const problem = useJsonProblem(value, mayBeEmpty);
  const problems = useMemo(() => (problem === undefined ? [] : [problem]), [problem]);
  const id = useId();
  return (
    <Stack gap={4} role="group" aria-labelledby={id}>
      <Input.Label id={id} labelElement="div">
        {label}
      </Input.Label>
      {hint !== undefined && <Input.Description>{hint}</Input.Description>}
      <CodeEditor
        language="json"
        label={label}
        value={value}
        onChange={onChange}
        problems={problems}
        minHeight={minHeight ?? '120px'}
        maxHeight="320px"
      />
      <Input.Error aria-live="polite">{problem?.message}</Input.Error>
    </Stack>
  );
}

/** The reason why a text is no JSON object, in the reader's language. */
export function useJsonProblem(text: string, mayBeEmpty = false) {
  const { t } = useTranslation();
  return useMemo(() => {
    if (mayBeEmpty && text.trim() === '') return undefined;
    const problem = problemOfObject(text);
    if (problem === undefined) return undefined;
    const message = t(`json.${problem.kind}`, problem);
    return { ...placeOfProblem(text, problem), length: 1, severity: 'error' as const, message };
  }, [text, mayBeEmpty, t]);
}
