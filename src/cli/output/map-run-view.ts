import type { ResponseOf } from '../../api/contract.ts';
import { formatDuration } from '../../common/duration.ts';
import { paintStatus } from './execution-status.ts';
import { durationOf } from './execution-view.ts';
import { formatFields } from './table.ts';
import type { Output } from './terminal.ts';

type MapRun = ResponseOf<'DescribeMapRun'>;
type Rules = Pick<MapRun, 'Concurrency' | 'ToleratedFailedCount' | 'ToleratedFailedPercentage'>;

/** A map run for people: how far it is, and its rules. */
export function formatMapRun(run: MapRun, now: number, output: Output): string {
  const { Total, Pending, Running, Succeed, Failed, Aborted } = run.ItemCounts;
  return formatFields(
    [
      ['Flow', run.FlowName],
      ['Map run', run.MapRunName],
      ['Status', paintStatus(run.Status, output.paint)],
      ['Started', run.StartedTime],
      ['Stopped', run.StoppedTime],
      ['Took', formatDuration(durationOf(run, now))],
      ['Items', run.AllItemsRead ? `${Total}` : `${Total} so far`],
      ['Pending', some(Pending)],
      ['Running', some(Running)],
      ['Succeeded', `${Succeed}`],
      ['Failed', some(Failed)],
      ['Aborted', some(Aborted)],
      ...ruleFields(run),
    ],
    output,
  );
}

/** The rules of a map run, a line each. */
export function formatRules(rules: Rules, output: Output): string {
  return formatFields(ruleFields(rules), output);
}

function ruleFields(rules: Rules): readonly (readonly [string, string])[] {
  const { Concurrency, ToleratedFailedCount: count, ToleratedFailedPercentage: share } = rules;
  const tolerated = [count > 0 ? `${count} items` : '', share > 0 ? `${share} %` : ''];
  return [
    ['At a time', `${Concurrency} batches`],
    ['Tolerated', tolerated.filter((text) => text !== '').join(' and ') || 'no failed item'],
  ];
}

function some(count: number): string {
  return count === 0 ? '' : String(count);
}
