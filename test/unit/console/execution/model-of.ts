import { Run, type RunOptions } from '../../../../src/testing/run-flow.ts';
import { appendEvents, NO_EVENTS } from '../../../../src/trace/append.ts';
import type { ExecutionModel } from '../../../../src/trace/model.ts';
import { renderedHistory } from '../../../helpers/rendered-history.ts';

/** The console's model of an execution of a flow with these steps. */
export function modelOf(steps: string, options: RunOptions = {}): ExecutionModel {
  const flow = `version: v1\ntype: flow\nsteps:\n${steps}`;
  return appendEvents(NO_EVENTS, renderedHistory(new Run(flow, options).toEnd()));
}
