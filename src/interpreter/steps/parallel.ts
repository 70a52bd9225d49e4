import type { ParallelStep } from '../../flow/flow.ts';
import { fanOut } from '../fan-out.ts';
import type { StepHandler } from '../step-handler.ts';

/** A parallel step opens its branches, as many at a time as the limits allow, and waits for all of them. */
export const parallel: StepHandler<ParallelStep> = {
  start: (step, { id }) => fanOut(id, step.branches.length),
};
