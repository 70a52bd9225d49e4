import './definition-editor.css';
import { Text } from '@mantine/core';
import { lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeEditor, type EditorHandle } from '../../components/code/code-editor.tsx';
import { DiffView } from '../../components/code/diff-view.tsx';
import { PageLoader } from '../../shell/page-loader.tsx';
import { DiagnosticList } from './diagnostic-list.tsx';
import { nodeLabel } from './node-label.ts';
import { placeOfStep } from './place-of-step.ts';
import type { ReadDefinition } from './use-definition.ts';
import { useDefinitionHelp } from './use-definition-help.ts';

// The picture comes after the editor, which is what most come for.
const FlowGraph = lazy(async () => {
  const { FlowGraph } = await import('../../components/flow-graph/flow-graph.tsx');
  return { default: FlowGraph };
});

interface DefinitionEditorProps {
  readonly flowName: string;
  readonly text: string;
  readonly read: ReadDefinition;
  /** Absent when the text may only be read. */
  readonly onChange?: (text: string) => void;
  /** The saved text, while the differences to it are shown instead of the editor. */
  readonly compareWith?: string;
}

/** A definition and its picture side by side, what is wrong with it below. */
export function DefinitionEditor({ flowName, text, read, onChange, compareWith }: DefinitionEditorProps) {
  const { t } = useTranslation('flows');
  const editor = useRef<EditorHandle>(null);
  const { diagnostics, shown, isSound } = read;
  const help = useDefinitionHelp(onChange !== undefined);
  const selectStep = (id: string) => {
    const name = shown === undefined ? undefined : nodeLabel(shown, id);
    const place = name === undefined ? undefined : placeOfStep(text, name);
    if (place !== undefined) editor.current?.goTo(place);
  };
  return (
    <>
      <div className="definition">
        <div className="definition-text">
          {compareWith === undefined ? (
            <CodeEditor
              language="yaml"
              label={t('definition')}
              value={text}
              {...(onChange !== undefined && { onChange })}
              problems={diagnostics}
              height="100%"
              handle={editor}
              help={help}
            />
          ) : (
            <DiffView
              language="yaml"
              label={t('showChanges')}
              before={compareWith}
              after={text}
              height="100%"
            />
          )}
        </div>
        <div className="definition-picture">
          {shown === undefined ? (
            <Text c="dimmed" p="md">
              {t('noPicture')}
            </Text>
          ) : (
            <Suspense fallback={<PageLoader />}>
              <FlowGraph flow={shown} label={t('picture')} onSelect={selectStep} />
            </Suspense>
          )}
          {shown !== undefined && !isSound && (
            <Text className="definition-stale" size="xs">
              {t('stalePicture')}
            </Text>
          )}
        </div>
      </div>
      <DiagnosticList read={read} flowName={flowName} onGoTo={(place) => editor.current?.goTo(place)} />
    </>
  );
}
