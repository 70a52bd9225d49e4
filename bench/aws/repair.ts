import { readFileSync } from 'node:fs';
import type { AwsHome } from './home.ts';
import { type UnitCounts, type Usage, unitCountsOf } from './usage.ts';

/** Usage of a start that fails, or of a redrive or fork of it that fails again, from the request to the end. */
export interface RepairCost extends UnitCounts {
  readonly title: string;
}

/** An hour: what goes on in the second of its end need not be kept longer. */
const LATER = 3_600_000;

const FAILING_STEP = '- {type: fail, name: stumble, error: TooLate}';

/** An execution that fails at its only step, and one that fails behind ten tasks, which are not run again. */
const FLOWS = [
  { of: 'that fails at once', definition: `version: v1\ntype: flow\nsteps:\n  ${FAILING_STEP}\n` },
  { of: 'that fails after ten tasks', definition: `${tenTasks()}  ${FAILING_STEP}\n` },
] as const;

/** Counts what starts, redrives and forks use. */
export async function measureRepairs(home: AwsHome): Promise<readonly RepairCost[]> {
  const rows: RepairCost[] = [];
  for (const { of, definition } of FLOWS) rows.push(...(await measureRepair(home, of, definition)));
  return rows;
}

async function measureRepair(home: AwsHome, of: string, Definition: string): Promise<readonly RepairCost[]> {
  const FlowName = `repaired-${crypto.randomUUID()}`;
  await home.call('CreateFlow', { Name: FlowName, Definition, Description: '', Type: 'FDL' });
  const key = { FlowName, ExecutionName: 'run' };
  const counted = async (title: string, request: () => Promise<unknown>) => {
    await home.pass(LATER);
    await home.take();
    await request();
    await home.settle();
    return rowOf(title, await home.take());
  };
  return [
    await counted(`start of one ${of}`, () => home.call('StartExecution', key)),
    await counted('redrive of it', () => home.call('RedriveExecution', key)),
    await counted('fork of it, redriven once before', () =>
      home.call('ForkExecution', { ...key, NewExecutionName: 'again' }),
    ),
  ];
}

function rowOf(title: string, usage: Usage): RepairCost {
  return { title, ...unitCountsOf(usage) };
}

function tenTasks(): string {
  const text = readFileSync(new URL('../flows/ten-steps.yaml', import.meta.url), 'utf8');
  return text.replace(/^name: .*\n/m, '');
}
