import './code-editor.css';
import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorView } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import CodeMirror from '@uiw/react-codemirror';
import { useMemo } from 'react';
import type { Language } from './code-editor.tsx';
import { usePhrases } from './use-phrases.ts';

interface DiffViewProps {
  readonly before: string;
  readonly after: string;
  readonly language: Language;
  readonly label: string;
  readonly height?: string;
  readonly maxHeight?: string;
}

/** The differences between two texts, in one column; long stretches without a difference are folded. */
export function DiffView({ before, after, language, label, height, maxHeight }: DiffViewProps) {
  const theme = useComputedColorScheme();
  const phrases = usePhrases();
  const extensions = useMemo(
    () => [
      language === 'yaml' ? yaml() : json(),
      phrases,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label }),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        gutter: true,
        collapseUnchanged: { margin: 3, minSize: 6 },
      }),
    ],
    [before, language, phrases, label],
  );
  return (
    <CodeMirror
      key={before}
      className="code-editor"
      value={after}
      theme={theme}
      extensions={extensions}
      basicSetup={{ foldGutter: false, highlightActiveLine: false, highlightActiveLineGutter: false }}
      indentWithTab={false}
      readOnly
      {...(height !== undefined && { height })}
      {...(maxHeight !== undefined && { maxHeight })}
    />
  );
}
