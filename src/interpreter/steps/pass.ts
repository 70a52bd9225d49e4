import type { PassStep } from '../../fdl/flow.ts';
import { DONE, type StepHandler } from '../step-handler.ts';

/** A pass step is done at once; its mappings do the work. */
export const pass: StepHandler<PassStep> = { start: () => DONE };
