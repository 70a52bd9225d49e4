import './code-editor.css';
import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import CodeMirror from '@uiw/react-codemirror';
import { type Ref, useEffect, useImperativeHandle, useMemo, useState } from 'react';
import { usePhrases } from './use-phrases.ts';

/** A place in a text: line and column from 1, columns in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A problem in the text of an editor. */
export interface TextProblem extends TextPlace {
  readonly length: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Operations of an editor. */
export interface EditorHandle {
  /** Puts the cursor somewhere, scrolls to it and takes the focus. */
  goTo(place: TextPlace): void;
}

interface CodeEditorProps {
  readonly value: string;
  readonly language: Language;
  /** The name of the editor for screen readers. */
  readonly label: string;
  /** Absent for a text that can be read only. */
  readonly onChange?: (value: string) => void;
  readonly problems?: readonly TextProblem[];
  /** CSS height. @default that of the text, up to `maxHeight` */
  readonly height?: string;
  readonly minHeight?: string;
  readonly maxHeight?: string;
  readonly handle?: Ref<EditorHandle>;
  /** Help for writers. */
  readonly help?: Extension;
}

/** The language of a text. */
export type Language = 'yaml' | 'json';

const NO_HELP: Extension = [];

const LANGUAGES: Readonly<Record<Language, () => Extension>> = { yaml, json };

/** The set-up of every editor: Tab leaves it, so the keyboard is never caught in it. */
const BASICS = { tabSize: 2, foldGutter: true, highlightActiveLine: true, autocompletion: false };
const READING_BASICS = { ...BASICS, highlightActiveLine: false, highlightActiveLineGutter: false };

/** An editor of YAML or JSON that underlines problems. */
export function CodeEditor(props: CodeEditorProps) {
  const { value, language, label, onChange, problems, handle, help = NO_HELP } = props;
  const { height, minHeight, maxHeight } = props;
  const theme = useComputedColorScheme();
  const [view, setView] = useState<EditorView>();
  const isReadOnly = onChange === undefined;
  const phrases = usePhrases();
  const extensions = useMemo(
    () => [
      LANGUAGES[language](),
      phrases,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      ...(isReadOnly ? [] : [lintGutter(), help]),
    ],
    [language, phrases, label, isReadOnly, help],
  );
  useEffect(() => {
    if (view === undefined || problems === undefined) return;
    view.dispatch(setDiagnostics(view.state, toDiagnostics(problems, view.state.doc)));
  }, [view, problems]);
  useImperativeHandle(handle, () => ({
    goTo: (place) => {
      if (view === undefined) return;
      const anchor = offsetOf(view.state.doc, place);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
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

function toDiagnostics(problems: readonly TextProblem[], doc: Text): Diagnostic[] {
  return problems.map(({ length, severity, message, ...place }) => {
    const from = offsetOf(doc, place);
    return { from, to: Math.min(from + length, doc.length), severity, message };
  });
}

/** A place that was found in an earlier text may lie behind the end of this one. */
function offsetOf(doc: Text, { line, column }: TextPlace): number {
  if (line > doc.lines) return doc.length;
  const { from, to } = doc.line(line);
  return Math.min(from + column - 1, to);
}
