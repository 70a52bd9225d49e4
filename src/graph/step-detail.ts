import { stringifyJson } from '../common/json-text.ts';
import { unreachable } from '../common/unreachable.ts';
import { printInputPath } from '../expressions/print-path.ts';
import type { Source, Step, TaskStep, WaitStep } from '../flow/flow.ts';
import { kindOf } from '../targets/targets.ts';

/** The work of a step in a few words, for a picture; empty when its name says it all. */
export function stepDetail(step: Step): string {
  switch (step.type) {
    case 'task':
      return taskDetail(step);
    case 'wait':
      return waitDetail(step);
    case 'fail':
      return step.error === undefined ? '' : sourceText(step.error);
    case 'foreach':
      return `for each ${step.item} of ${printInputPath(step.collection)}`;
    case 'pass':
    case 'choice':
    case 'parallel':
    case 'succeed':
      return '';
    default:
      return unreachable(step);
  }
}

function taskDetail({ target, pattern, retry }: TaskStep): string {
  const waits = pattern === 'waitForCallback' ? ', waits for a report' : '';
  return `${kindOf(target).label(target)}${waits}${retry.length > 0 ? ', retries' : ''}`;
}

function waitDetail({ duration, timestamp }: WaitStep): string {
  if (duration !== undefined) return `${sourceText(duration)} s`;
  return timestamp === undefined ? '' : `until ${sourceText(timestamp)}`;
}

function sourceText(source: Source): string {
  if (source.kind === 'reference') return printInputPath(source.path);
  return typeof source.value === 'string' ? source.value : stringifyJson(source.value);
}
