import type { SucceedStep } from '../../flow/flow.ts';
import { DONE, type StepHandler } from '../step-handler.ts';

/** A succeed step is done at once; leaving it ends its list. */
export const succeed: StepHandler<SucceedStep> = { start: () => DONE };
