import { useQueryClient } from '@tanstack/react-query';

/** The input that was last given to a flow. It is kept with what this session has read, and gone with it. */
export function useLastInput(flowName: string) {
  const queries = useQueryClient();
  const queryKey = ['last-input', flowName];
  return {
    text: queries.getQueryData<string>(queryKey) ?? '{}',
    keep: (text: string) => {
      queries.setQueryDefaults(queryKey, { gcTime: Number.POSITIVE_INFINITY });
      queries.setQueryData(queryKey, text);
    },
  };
}
