import { stringifyJson } from '../common/json-text.ts';
import type { ExecutionModel, RunFrame, StepRun, Way } from './model.ts';

/** Counts that a list went on from its last run to the step at `to`, or to its end where `to` is empty. */
export function addWay(
  ways: Map<string, Way>,
  frames: ExecutionModel['frames'],
  { place: list }: RunFrame,
  last: StepRun | undefined,
  to: string,
): void {
  const from = last?.place ?? '';
  const option =
    last?.kind === 'choice' && last.lastFrame !== undefined ? frames.get(last.lastFrame) : undefined;
  const via = option?.place ?? '';
  const kind = last?.goto === undefined ? 'next' : last.error === undefined ? 'goto' : 'catch';
  const key = stringifyJson([list, from, via, to, kind]);
  const count = (ways.get(key)?.count ?? 0) + 1;
  ways.set(key, { list, from, via, to, kind, count });
}
