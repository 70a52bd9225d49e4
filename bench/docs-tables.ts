import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { durationTable } from './aws/durations.ts';
import { mapRunTable } from './aws/map-runs.ts';
import { growthTable as awsGrowthTable, repairTable, scenarioTable } from './aws/tables.ts';
import { cellsOf, type Figure } from './figure.ts';
import { growthPlot } from './growth/plot.ts';
import { growthTable } from './growth/table.ts';
import { longLogTable } from './long/table.ts';
import type { Results } from './results.ts';
import { rivalTable } from './rivals/table.ts';

const PAGE = fileURLToPath(new URL('../docs/internals/performance.md', import.meta.url));

const PICTURE = fileURLToPath(new URL('../docs/internals/growth.svg', import.meta.url));

/** Writes the results into their places in docs/internals/performance.md, and draws its picture. */
export function updatePage(results: Partial<Results>): void {
  writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), results));
  if (results.growth !== undefined) writeFileSync(PICTURE, growthPlot(results.growth, results.aws?.growth));
}

/**
 * A page with what the results say between the marks of each place:
 * `<!-- bench:NAME -->` and `<!-- bench:end -->`. A place without results stays as it is.
 */
export function withTables(page: string, results: Partial<Results>): string {
  return page.replaceAll(
    /(<!-- bench:(\w+) -->\n)(?:.*?\n)??(<!-- bench:end -->)/gs,
    (all, open, name, close) => {
      const text = textOf(name, results);
      return text === undefined ? all : `${open}${text}\n${close}`;
    },
  );
}

function textOf(
  name: string,
  { machine, date, embedded, growth, longLogs, aws, rivals }: Partial<Results>,
): string | undefined {
  if (name === 'machine' && machine !== undefined) {
    const { cpu, cores, memoryGigabytes, node, flush } = machine;
    return `${date}, ${cpu}, ${cores} cores, ${memoryGigabytes} GB, Node.js ${node}; 8 KiB are on disk after ${flush.median} ms (p99 ${flush.p99}).`;
  }
  if (name === 'embedded' && embedded !== undefined) return figureTable(embedded);
  if (name === 'aws' && aws !== undefined) return figureTable(aws.figures);
  if (name === 'awsScenarios' && aws !== undefined) return scenarioTable(aws.scenarios);
  if (name === 'awsRepairs' && aws !== undefined) return repairTable(aws.repairs);
  if (name === 'awsGrowth' && aws !== undefined) return awsGrowthTable(aws.growth);
  if (name === 'awsDurations' && aws?.durations !== undefined) return durationTable(aws.durations);
  if (name === 'awsMapRuns' && aws?.mapRuns !== undefined) return mapRunTable(aws.mapRuns);
  if (name === 'growth' && growth !== undefined) return growthTable(growth);
  if (name === 'longLogs' && longLogs !== undefined) return longLogTable(longLogs);
  if (name === 'rivals' && rivals !== undefined) return rivalTable(rivals);
  return undefined;
}

/** Figures as a Markdown table. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => `| ${cellsOf(figure).join(' | ')} |`);
  return ['| | Figure | Median | Runs | Target | |', '|---|---|---|---|---|---|', ...rows].join('\n');
}
