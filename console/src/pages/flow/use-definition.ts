import { useDeferredValue, useMemo, useRef } from 'react';
import { type ParsedFlow, parseFlow } from '../../../../src/fdl/parse-flow.ts';
import type { Flow } from '../../../../src/flow/flow.ts';

/** A definition text as the service would read it. */
export interface ReadDefinition {
  readonly diagnostics: ParsedFlow['diagnostics'];
  /** The flow, or the last one that the text held while it had no errors. */
  readonly shown: Flow | undefined;
  /** False when the text has errors, so that `shown` is of an earlier one. */
  readonly isSound: boolean;
  /** The name in the text where it is not the flow's own: the service refuses that. */
  readonly foreignName: string | undefined;
}

/** Reads a definition while it is being typed, with the front end of the service itself. */
export function useDefinition(text: string, flowName: string): ReadDefinition {
  const deferred = useDeferredValue(text);
  const last = useRef<Flow | undefined>(undefined);
  return useMemo(() => {
    const { flow, diagnostics } = parseFlow(deferred);
    last.current = flow ?? last.current;
    const foreignName = flow?.name === undefined || flow.name === flowName ? undefined : flow.name;
    return {
      diagnostics,
      shown: last.current,
      isSound: flow !== undefined,
      foreignName,
    };
  }, [deferred, flowName]);
}

/** True for a definition that the service would accept; warnings do not matter to it. */
export function mayBeSaved({ isSound, foreignName }: ReadDefinition): boolean {
  return isSound && foreignName === undefined;
}
