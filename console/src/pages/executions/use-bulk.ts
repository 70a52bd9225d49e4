import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { actOnAll, type Outcome } from './act-on-all.ts';
import type { ExecutionId } from './selection.ts';
import { EXECUTIONS } from './use-executions.ts';

/** The outcome for each execution so far. */
export type Outcomes = ReadonlyMap<ExecutionId, Outcome>;

/** Does something to executions, and keeps what came of each; `outcomes` is absent before it begins. */
export function useBulk(executions: readonly ExecutionId[]) {
  const queryClient = useQueryClient();
  const [outcomes, setOutcomes] = useState<Outcomes>();
  const [isBusy, setIsBusy] = useState(false);
  const run = async (act: (execution: ExecutionId) => Promise<string>) => {
    setIsBusy(true);
    setOutcomes(new Map());
    await actOnAll(executions, act, (execution, outcome) =>
      setOutcomes((before) => new Map([...(before ?? []), [execution, outcome]])),
    );
    setIsBusy(false);
    await queryClient.invalidateQueries({ queryKey: EXECUTIONS });
  };
  return { outcomes, isBusy, run };
}
