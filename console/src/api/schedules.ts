import { useQuery } from '@tanstack/react-query';
import type { ScheduleView } from '../../../src/api/contract.ts';
import { useCallApi } from './session-context.tsx';

/** Name of what is read about the schedules of a flow. */
export const schedulesKey = (flowName: string) => ['schedules', flowName] as const;

/** All schedules of a flow. */
export function useSchedules(flowName: string) {
  const callApi = useCallApi();
  return useQuery({
    queryKey: schedulesKey(flowName),
    queryFn: async ({ signal }) => {
      const schedules: ScheduleView[] = [];
      let token: string | undefined;
      do {
        const page = await callApi(
          'ListSchedules',
          { FlowName: flowName, ...(token !== undefined && { NextToken: token }) },
          signal,
        );
        schedules.push(...page.Schedules);
        token = page.NextToken;
      } while (token !== undefined);
      return schedules;
    },
  });
}

/** Name of what is read about the fire times of a schedule. */
export const runsKey = (flowName: string, name: string) => ['schedule-runs', flowName, name] as const;

const LOOK_EVERY_MS = 2_000;

/** The last fire times of a schedule and the next ten, read again while they are shown. */
export function useScheduleRuns(flowName: string, name: string) {
  const callApi = useCallApi();
  return useQuery({
    queryKey: runsKey(flowName, name),
    queryFn: ({ signal }) => callApi('ListScheduleRuns', { FlowName: flowName, ScheduleName: name }, signal),
    refetchInterval: LOOK_EVERY_MS,
  });
}
