import { type Owed, stallOf } from '../../engine/history/stall.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { PageRequest } from '../../ports/flow-store.ts';
import type { StalledExecutionView } from '../contract.ts';
import { operation } from '../operation.ts';
import { pageParams, pageRequest } from '../params/common-params.ts';
import { integer, name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { formatTime } from '../views/format-time.ts';
import { findFlow } from './lookup.ts';
import { unlessDamaged } from './unless-damaged.ts';

/** On AWS a message that keeps failing is put aside after about an hour. */
const DEFAULT_IDLE_SECONDS = 3_600;

/** A month. */
const MAX_IDLE_SECONDS = 30 * 86_400;

/**
 * Returns the executions of a flow to which the service has owed work for long: no driver seems to be at them. Held
 * executions are among them at once.
 *
 * The original service has no such operation; its operators see inside.
 */
export const listStalledExecutions = operation(
  'ListStalledExecutions',
  { FlowName: required(name), IdleSeconds: optional(integer(0, MAX_IDLE_SECONDS)), ...pageParams(99) },
  async (params, services, { requestId }) => {
    const { id: flowId } = await findFlow(services, params.FlowName);
    const idleMilliseconds = (params.IdleSeconds ?? DEFAULT_IDLE_SECONDS) * 1000;
    const read = async (request: PageRequest) => {
      const page = await services.executions.list({ flowId, status: 'Running', ...request });
      return { ...page, items: page.executions };
    };
    const { views, next } = await boundedPage(pageRequest(params), read, async (header) => {
      const holdReason = services.operator?.holdReason(header.id);
      const idle = holdReason === undefined ? idleMilliseconds : 0;
      const owed = await unlessDamaged(stallOf(services, header, idle));
      return owed === undefined ? [] : [stalledView(header, owed, holdReason)];
    });
    return { Executions: views.flat(), ...next, RequestId: requestId };
  },
);

const WORDS: Readonly<Record<Owed['what'], StalledExecutionView['WaitsFor']>> = {
  start: 'Start',
  task: 'Task',
  timer: 'Timer',
  step: 'Step',
  end: 'End',
};

function stalledView(
  { flowName, id }: ExecutionHeader,
  owed: Owed,
  holdReason: string | undefined,
): StalledExecutionView {
  return {
    FlowName: flowName,
    ExecutionName: id.name,
    WaitsFor: WORDS[owed.what],
    StepName: owed.stepName,
    SinceTime: formatTime(owed.since),
    ...(holdReason !== undefined && { HoldReason: holdReason }),
  };
}
