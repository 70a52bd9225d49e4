import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ExecutionView, GoOnView, RequestOf } from '../../../../../src/api/contract.ts';
import { stringifyJson } from '../../../../../src/common/json-text.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { useDefinitionOf, useVersions } from '../../../api/versions.ts';
import { prettyJson } from '../../../components/code/json-text.ts';
import type { Selection } from '../use-selection.ts';
import { type DataEdit, dataEdit } from './data-edit.ts';

/** How an execution is to go on, as far as the page asks for it, and what that would mean. */
export interface Repair {
  /** A version, an alias or LATEST; null for the definition that it runs with. */
  readonly qualifier: string | null;
  readonly setQualifier: (qualifier: string | null) => void;
  /** Forgets what was chosen and edited. */
  readonly reset: () => void;
  /** The data of the list that goes on, as text, before and after the edit; undefined while there are none. */
  readonly data: { readonly before: string; readonly text: string } | undefined;
  readonly setText: (text: string) => void;
  /** The patch of the edit; undefined while the text is no JSON object. */
  readonly edit: DataEdit | undefined;
  /** Name of the new execution, and its input as text; of a fork only. */
  readonly fork: { readonly name: string; readonly input: string };
  readonly setFork: (fork: { readonly name: string; readonly input: string }) => void;
  /** The request without `DryRun`. */
  readonly request: RequestOf<'ForkExecution'>;
  /** The response to a dry run of the request; the one before, while a new one is read. */
  readonly plan: GoOnView | undefined;
  readonly error: Error | null;
  /** True while `plan` is not yet that of the request. */
  readonly isReading: boolean;
  /** Definition text of the chosen version; undefined for the execution's own. */
  readonly definition: string | undefined;
}

const TYPING_MILLISECONDS = 300;
const NO_EDIT: DataEdit = { patch: {}, removed: [] };

/** Plans how an execution goes on at the step entry that is selected, or before what ended it. */
export function useRepair({ FlowName, Name, Input }: ExecutionView, { repair, run }: Selection): Repair {
  const isActive = repair !== undefined;
  const [qualifier, setQualifier] = useState<string | null>(null);
  // An edit is of the data at one point.
  const [edited, setEdited] = useState<{ run: number | undefined; before: string; text: string }>();
  const atPoint = edited?.run === run ? edited : undefined;
  const edit = atPoint === undefined ? NO_EDIT : dataEdit(atPoint.before, atPoint.text);
  const patch = edit === undefined || Object.keys(edit.patch).length === 0 ? undefined : edit.patch;
  const patchText = patch === undefined ? undefined : stringifyJson(patch);
  const [fork, setFork] = useState({ name: '', input: Input });
  const isFork = repair === 'fork';
  const request = useMemo(
    () => ({
      FlowName,
      ExecutionName: Name,
      ...(run !== undefined && { FromEventId: run }),
      ...(qualifier !== null && { Qualifier: qualifier }),
      ...(patchText !== undefined && { Patch: patchText }),
      ...(isFork && fork.name.trim() !== '' && { NewExecutionName: fork.name.trim() }),
      ...(isFork && fork.input !== Input && { Input: fork.input }),
    }),
    [FlowName, Name, Input, run, qualifier, patchText, isFork, fork],
  );
  const [asked] = useDebouncedValue(request, TYPING_MILLISECONDS, { leading: true });
  const {
    data: plan,
    error,
    isFetching,
  } = usePlan(isFork ? 'ForkExecution' : 'RedriveExecution', asked, isActive);
  const definition = useDefinitionOf(FlowName, usePicturedVersion(FlowName, qualifier, isActive));
  const local = plan?.Local;
  const before = useMemo(() => (local === undefined ? undefined : prettyJson(local)), [local]);
  const data = before === undefined ? atPoint : { before, text: atPoint?.text ?? before };
  return {
    qualifier,
    setQualifier,
    reset: () => {
      setQualifier(null);
      setEdited(undefined);
      setFork({ name: '', input: Input });
    },
    fork,
    setFork,
    data,
    setText: (text) => data !== undefined && setEdited({ run, before: data.before, text }),
    edit,
    request,
    plan,
    error,
    isReading: isFetching || asked !== request,
    definition: qualifier === null ? undefined : definition.data,
  };
}

function usePlan(
  operation: 'RedriveExecution' | 'ForkExecution',
  request: RequestOf<'ForkExecution'>,
  isActive: boolean,
) {
  const callApi = useCallApi();
  return useQuery({
    queryKey: ['plan', operation, request],
    queryFn: ({ signal }): Promise<GoOnView> => callApi(operation, { ...request, DryRun: true }, signal),
    enabled: isActive,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}

/** The version to draw: of an alias the one that it leads to, if it leads to one only. */
function usePicturedVersion(flowName: string, qualifier: string | null, isActive: boolean) {
  const { data } = useVersions(flowName, isActive);
  if (!isActive) return undefined;
  const alias = data?.aliases.find(({ Name }) => Name === qualifier);
  if (alias === undefined) return qualifier ?? undefined;
  const [route, ...others] = alias.RoutingConfigurations;
  return others.length === 0 ? route?.Version : undefined;
}
