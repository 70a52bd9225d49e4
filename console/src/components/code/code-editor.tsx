import './code-editor.css';
import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import CodeMirror from '@uiw/react-codemirror';
import { type Ref, useEffect, useImperativeHandle, useMemo, useState } from 'react';

/** A problem in the text of an editor, by offsets in UTF-16 units. */
export interface TextProblem {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What others may ask of an editor. */
export interface EditorHandle {
  /** Puts the cursor somewhere, scrolls to it and takes the focus. */
  goTo(offset: number): void;
}

interface CodeEditorProps {
  readonly value: string;
  readonly language: Language;
  /** What the editor is called for those who do not see it. */
  readonly label: string;
  /** Absent for a text that can be read only. */
  readonly onChange?: (value: string) => void;
  readonly problems?: readonly TextProblem[];
  /** CSS height. @default that of the text, up to `maxHeight` */
  readonly height?: string;
  readonly minHeight?: string;
  readonly maxHeight?: string;
  readonly handle?: Ref<EditorHandle>;
}

/** What a text is written in. */
export type Language = 'yaml' | 'json';

const LANGUAGES: Readonly<Record<Language, () => Extension>> = { yaml, json };

/** The set-up of every editor: Tab leaves it, so nobody is caught in it with a keyboard. */
const BASICS = { tabSize: 2, foldGutter: true, highlightActiveLine: true, autocompletion: false };
const READING_BASICS = { ...BASICS, highlightActiveLine: false, highlightActiveLineGutter: false };

/** An editor of YAML or JSON that underlines problems. */
export function CodeEditor(props: CodeEditorProps) {
  const { value, language, label, onChange, problems, handle, height, minHeight, maxHeight } = props;
  const theme = useComputedColorScheme();
  const [view, setView] = useState<EditorView>();
  const isReadOnly = onChange === undefined;
  const extensions = useMemo(
    () => [
      LANGUAGES[language](),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label }),
      ...(isReadOnly ? [] : [lintGutter()]),
    ],
    [language, label, isReadOnly],
  );
  useEffect(() => {
    if (view === undefined || problems === undefined) return;
    view.dispatch(setDiagnostics(view.state, toDiagnostics(problems, view.state.doc.length)));
  }, [view, problems]);
  useImperativeHandle(handle, () => ({
    goTo: (offset) => {
      const anchor = Math.min(offset, view?.state.doc.length ?? 0);
      view?.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view?.focus();
    },
  }));
  return (
    <CodeMirror
      className="code-editor"
      value={value}
      theme={theme}
      extensions={extensions}
      basicSetup={isReadOnly ? READING_BASICS : BASICS}
      indentWithTab={false}
      readOnly={isReadOnly}
      {...(onChange !== undefined && { onChange })}
      {...(height !== undefined && { height })}
      {...(minHeight !== undefined && { minHeight })}
      {...(maxHeight !== undefined && { maxHeight })}
      onCreateEditor={setView}
    />
  );
}

/** Problems found in an earlier text may lie behind the end of this one. */
function toDiagnostics(problems: readonly TextProblem[], length: number): Diagnostic[] {
  return problems.map(({ from, to, severity, message }) => ({
    from: Math.min(from, length),
    to: Math.min(to, length),
    severity,
    message,
  }));
}
