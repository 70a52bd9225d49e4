import type { EventView } from '../../src/api/contract.ts';
import { stringifyJson } from '../../src/common/json-text.ts';
import { describeEvent } from '../../src/engine/history/history-detail.ts';
import type { WholeHeader } from '../../src/engine/log/whole-log.ts';
import { evolve } from '../../src/interpreter/evolve.ts';
import { initialState } from '../../src/interpreter/state.ts';
import type { Run } from '../../src/testing/run-flow.ts';

/** The history of a run as the API answers it. */
export function renderedHistory({ steps, state: { flow, facts, versions } }: Run): readonly EventView[] {
  const header: WholeHeader = {
    id: { flowId: facts.flowId, name: facts.executionName },
    flowName: facts.flowName,
    flowVersion: 1,
    input: stringifyJson(facts.input),
    startedAt: 0,
    owner: 'message',
    tokenKey: '',
  };
  let state = initialState(flow, facts, versions);
  return steps.flatMap(({ events, at }) =>
    events.map((event) => {
      const after = evolve(state, event, at, 'message');
      const { scheduleEventId, stepName, detail } = describeEvent(header, state, event, after);
      state = after;
      return {
        EventId: after.lastEventId,
        ScheduleEventId: scheduleEventId,
        StepName: stepName,
        Type: event.type,
        EventDetail: detail,
        Time: new Date(at).toISOString(),
      };
    }),
  );
}
