import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallApi } from '../../api/session-context.tsx';
import { type ExecutionKey, isEnd, type KnownExecution, readOn } from './read-execution.ts';

const SHORTEST_PAUSE = 300;
const LONGEST_PAUSE = 10_000;

/**
 * An execution, kept up to date as long as it runs and the page is seen.
 *
 * The history is read often while it grows and less often while it rests, never again from its begin. A part of the page that reports, stops or
 * otherwise changes something invalidates all queries and so has it read at once.
 */
export function useExecution(key: ExecutionKey) {
  const callApi = useCallApi();
  const queries = useQueryClient();
  const queryKey = ['execution', key.FlowName, key.ExecutionName];
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => {
      const publish = (known: KnownExecution) => queries.setQueryData(queryKey, known);
      return readOn(callApi, key, queries.getQueryData<KnownExecution>(queryKey), publish, signal);
    },
    // The model shares by itself what did not change, and is made of more than plain objects.
    structuralSharing: false,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data === undefined ? false : pauseAfter(data)),
  });
}

/** A quarter of the time for which nothing has happened. */
function pauseAfter({ execution, model }: KnownExecution): number | false {
  if (isEnd(execution.Status)) return false;
  const last = model.events.get(model.lastEventId);
  const quiet = last === undefined ? 0 : Date.now() - Date.parse(last.Time);
  return Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, quiet / 4));
}
