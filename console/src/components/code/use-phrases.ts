import { EditorState, type Extension } from '@codemirror/state';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** The words that editors show and say, in the reader's language. */
export function usePhrases(): Extension {
  const { t } = useTranslation();
  return useMemo(
    () =>
      EditorState.phrases.of({
        '$ unchanged lines': t('code.unchanged'),
        'Fold line': t('code.fold'),
        'Unfold line': t('code.unfold'),
        'folded code': t('code.folded'),
        Completions: t('code.completions'),
      }),
    [t],
  );
}
