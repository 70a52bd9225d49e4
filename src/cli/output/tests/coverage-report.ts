import type { CoverageItem, FlowCoverage } from '../../../trace/coverage.ts';
import { formatTable } from '../table.ts';
import type { Output } from '../terminal.ts';

/** A flow with what its cases have done of it. */
export interface CoveredFlow {
  readonly name: string;
  readonly file: string;
  readonly coverage: FlowCoverage;
}

/** How much of some flows was done, in percent; of nothing everything. */
export function percentOf(flows: readonly CoveredFlow[]): number {
  const items = flows.flatMap(({ coverage }) => coverage.items);
  const taken = items.filter((item) => item.taken > 0).length;
  return items.length === 0 ? 100 : Math.floor((100 * taken) / items.length);
}

const KINDS: readonly CoverageItem['kind'][] = ['step', 'option', 'catch', 'retry'];

/** A table of what was done of each flow, with what never was. */
export function coverageTable(
  flows: readonly CoveredFlow[],
  output: Pick<Output, 'paint' | 'columns'>,
): string {
  const rows = flows.map((flow) => {
    const { items } = flow.coverage;
    const never = items.filter(({ taken }) => taken === 0).map(nameOf);
    return [
      flow.file,
      ...KINDS.map((kind) => share(items.filter((item) => item.kind === kind))),
      `${percentOf([flow])} %`,
      never.join('; '),
    ];
  });
  return formatTable(['FLOW', 'STEPS', 'OPTIONS', 'CATCHES', 'RETRIES', 'ALL', 'NEVER TAKEN'], rows, output);
}

function share(items: readonly CoverageItem[]): string {
  if (items.length === 0) return '–';
  return `${items.filter(({ taken }) => taken > 0).length}/${items.length}`;
}

function nameOf({ kind, stepName, label }: CoverageItem): string {
  return kind === 'step' ? stepName : `${kind} of ${stepName}: ${label}`;
}
