import { createContext, use } from 'react';
import type { ResponseOf } from '../../../../src/api/contract.ts';
import { parseFlow } from '../../../../src/fdl/parse-flow.ts';
import type { Flow } from '../../../../src/flow/flow.ts';
import type { ExecutionModel } from '../../../../src/trace/model.ts';
import { type Places, placesOf } from '../../../../src/trace/places.ts';
import type { Repair } from './repair/use-repair.ts';
import type { Selection } from './use-selection.ts';

/** The definition that an execution runs, checked, with the places of its steps. */
export interface RunDefinition {
  readonly flow: Flow;
  readonly places: Places;
}

/** The data that all parts of the page show. */
export interface ShownExecution {
  readonly execution: ResponseOf<'DescribeExecution'>;
  readonly model: ExecutionModel;
  /** Undefined when today's rules refuse the definition: then there is no graph, and nothing that only it tells. */
  readonly definition: RunDefinition | undefined;
  readonly selection: Selection;
  /** How the execution is to go on, while that is being planned; `definition` is then the one that it goes on with. */
  readonly repair: Repair | undefined;
}

/** The definition of a text. */
export function definitionOf(text: string): RunDefinition | undefined {
  const { flow } = parseFlow(text);
  return flow === undefined ? undefined : { flow, places: placesOf(flow) };
}

/** Hands what is shown to all parts of the page. */
export const ShownContext = createContext<ShownExecution | undefined>(undefined);

/** The execution that the page shows; only below its context. */
export function useShown(): ShownExecution {
  const shown = use(ShownContext);
  if (shown === undefined) throw new Error('useShown is called outside of an execution page');
  return shown;
}
