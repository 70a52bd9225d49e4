import { isJsonObject } from '../common/json.ts';
import { evaluatePath } from '../expressions/evaluate-path.ts';
import type { Step } from '../flow/flow.ts';
import type { ExecutionModel, StepRun } from './model.ts';
import { stepData } from './step-data.ts';

/** How many branches or iterations a run of a step has in all; undefined where it has none, or its input is not known yet. */
export function innerTotal(step: Step, run: StepRun, model: ExecutionModel): number | undefined {
  if (step.type === 'parallel') return step.branches.length;
  if (step.type !== 'foreach') return undefined;
  const { input } = stepData(model, run);
  if (!isJsonObject(input)) return undefined;
  const collection = evaluatePath(step.collection, { input, local: {}, context: {} });
  return Array.isArray(collection) ? collection.length : undefined;
}
