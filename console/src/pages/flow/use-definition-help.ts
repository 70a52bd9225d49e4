import type { Extension } from '@codemirror/state';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KnownOfHome } from '../../../../src/editor/known-of-home.ts';
import { useFlows } from '../../api/flows.ts';
import { useFunctions } from '../../api/functions.ts';
import { knownOf } from './known-of.ts';

const NONE: Extension = [];

/** Completion and explanations for a definition that is being written; loaded after the editor, and not for reading. */
export function useDefinitionHelp(isEditing: boolean): Extension {
  const { data } = useFlows(isEditing);
  const known = useRef<KnownOfHome>({ targets: [], flows: [] });
  const { data: functions } = useFunctions(isEditing);
  const flows = data?.flows;
  useEffect(() => {
    known.current = knownOf(flows ?? [], functions ?? []);
  }, [flows, functions]);
  const [help, setHelp] = useState<{ readonly extension: Extension }>();
  useEffect(() => {
    if (!isEditing) return;
    let isWanted = true;
    void import('../../components/code/definition-help.ts').then(({ definitionHelp }) => {
      if (isWanted) setHelp({ extension: definitionHelp(() => known.current) });
    });
    return () => {
      isWanted = false;
    };
  }, [isEditing]);
  return useMemo(() => help?.extension ?? NONE, [help]);
}
