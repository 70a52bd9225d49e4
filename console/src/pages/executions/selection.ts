import { useCallback, useState } from 'react';
import type { ExecutionView } from '../../../../src/api/contract.ts';
import { isActive } from './use-executions.ts';

/** Names an execution in the whole service. */
export interface ExecutionId {
  readonly flowName: string;
  readonly name: string;
}

/** Which of the listed executions are chosen to be stopped. */
export interface Selection {
  /** Those that were chosen and have not ended since. */
  readonly selected: readonly ExecutionId[];
  readonly isSelected: (execution: ExecutionView) => boolean;
  readonly toggle: (execution: ExecutionView) => void;
  readonly toggleAll: () => void;
  readonly clear: () => void;
  readonly state: 'none' | 'some' | 'all';
  /** False when nothing listed can be stopped. */
  readonly isPossible: boolean;
}

const keyOf = ({ FlowName, Name }: ExecutionView) => `${FlowName}/${Name}`;

/** Keeps what is chosen among executions; only what has not ended can be. */
export function useSelection(executions: readonly ExecutionView[]): Selection {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((execution: ExecutionView) => {
    const key = keyOf(execution);
    setKeys(
      (before) => new Set(before.has(key) ? [...before].filter((other) => other !== key) : [...before, key]),
    );
  }, []);
  const active = executions.filter(isActive);
  const chosen = active.filter((execution) => keys.has(keyOf(execution)));
  const all = chosen.length === active.length;
  return {
    selected: chosen.map(({ FlowName, Name }) => ({ flowName: FlowName, name: Name })),
    isSelected: (execution) => keys.has(keyOf(execution)),
    toggle,
    toggleAll: () => setKeys(new Set(all ? [] : active.map(keyOf))),
    clear: () => setKeys(new Set()),
    state: chosen.length === 0 ? 'none' : all ? 'all' : 'some',
    isPossible: active.length > 0,
  };
}
