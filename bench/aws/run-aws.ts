import { ENVIRONMENT } from '../../lambdas/environment.ts';
import { openOtlpReceiver } from '../../test/helpers/otlp-receiver.ts';
import { cellsOf, type Figure, figureOf, round } from '../figure.ts';
import { mergeFigures, type Results, readResults } from '../results.ts';
import { measureBundles, measureMemory } from './bundles.ts';
import { type DurationCost, durationTable, measureDurations } from './durations.ts';
import { AwsHome } from './home.ts';
import { measureInterpreter } from './interpreter.ts';
import { type MapRunCost, measureMapRuns } from './map-runs.ts';
import { type Costs, costsOf, totalOf } from './prices.ts';
import { measureRepairs, type RepairCost } from './repair.ts';
import { countdown, fanOut, type Measured, measure, type OptionalPart, scenarios } from './scenarios.ts';
import { queueRequestsOf, type UnitCounts, unitCountsOf, writeUnitsOf } from './usage.ts';

/** Usage and price of one execution of a scenario. */
export interface ScenarioCost extends UnitCounts {
  readonly name: string;
  readonly title: string;
  readonly taskSteps: number;
  readonly transitions: number;
  /** Those of `writeUnits` that keep the list of executions. */
  readonly indexWrites: number;
  readonly schedules: number;
  readonly logBytes: number;
  readonly driverCpu: number;
  /** Dollars per million executions. */
  readonly perMillion: Costs;
}

/** How units grow with one size. */
export interface UnitGrowth {
  readonly what: 'history' | 'fan-out';
  readonly taskSteps: number;
  readonly events: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly queueRequests: number;
}

/** The counted part of the results. */
export interface AwsResults {
  readonly figures: readonly Figure[];
  readonly scenarios: readonly ScenarioCost[];
  readonly growth: readonly UnitGrowth[];
  readonly repairs: readonly RepairCost[];
  /** Absent in results of the time before it was counted. */
  readonly durations?: readonly DurationCost[];
  readonly mapRuns?: readonly MapRunCost[];
}

const NOTHING: AwsResults = { figures: [], scenarios: [], growth: [], repairs: [] };

/** Options of {@link runAws}. */
export const AWS_NAMES = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8'] as const;

/** Counts what the AWS home uses (A1, A2: scenarios, A3: growth, A6: redrives and forks) and measures its functions (A4, A5); A7 compares ways of waiting; A8 counts map runs. */
export async function runAws(
  isWanted: (name: (typeof AWS_NAMES)[number]) => boolean,
): Promise<Partial<Results>> {
  let results: AwsResults = { ...NOTHING, ...readResults().aws };
  const add = (found: readonly Figure[]) => {
    results = { ...results, figures: mergeFigures(results.figures, found) };
    for (const figure of found) console.log(`    ${cellsOf(figure).join('  ')}`);
  };
  if (isWanted('A1') || isWanted('A2')) {
    const measured = await measureAll(scenarios);
    results = { ...results, scenarios: measured.map(costOf) };
    add(measured.filter(({ scenario }) => scenario.name === 'sequence').flatMap(unitFigures));
    add(measured.filter(({ scenario }) => /^sequence(, busy)?$/.test(scenario.name)).map(costFigure));
  }
  if (isWanted('A3')) {
    const histories = await measureAll([5, 50, 500, 5_000].map(countdown));
    const widths = await measureAll([10, 100, 1_000, 5_000].map((width) => fanOut(width, 1)));
    const growth = [
      ...histories.map((one) => growthOf('history', one)),
      ...widths.map((one) => growthOf('fan-out', one)),
    ];
    results = { ...results, growth };
    add([growthFigure(growth)]);
  }
  if (isWanted('A7')) {
    await using home = await AwsHome.start();
    const durations = await measureDurations(home);
    results = { ...results, durations };
    console.log(durationTable(durations));
  }
  if (isWanted('A4')) add([...measureBundles(), ...(await measureMemory())]);
  if (isWanted('A5')) add(measureInterpreter());
  if (isWanted('A6')) {
    await using home = await AwsHome.start();
    results = { ...results, repairs: await measureRepairs(home) };
  }
  if (isWanted('A8')) {
    await using home = await AwsHome.start();
    results = { ...results, mapRuns: await measureMapRuns(home) };
  }
  return { aws: results };
}

async function measureAll(list: typeof scenarios): Promise<readonly Measured[]> {
  await using home = await AwsHome.start();
  await using receiver = await openOtlpReceiver();
  const measured: Measured[] = [];
  for (const scenario of list) {
    const { part } = scenario;
    await using own = part && (await AwsHome.start('', settingsOf(part, receiver.url), home.bundles));
    measured.push(await measure(own ?? home, scenario));
    console.log(`A  ${scenario.name}: ${scenario.title}`);
  }
  return measured;
}

/** The variables by which the stack switches a part on. */
function settingsOf(part: OptionalPart, tracesEndpoint: string): Readonly<Record<string, string>> {
  switch (part) {
    case 'statusEvents':
      return { [ENVIRONMENT.eventBus]: 'default', [ENVIRONMENT.eventChanges]: 'started,ended' };
    case 'flowCounts':
      return { [ENVIRONMENT.flowCounts]: 'true' };
    case 'traces':
      return { [ENVIRONMENT.tracesEndpoint]: tracesEndpoint };
  }
}

function unitFigures({ scenario, usage }: Measured): readonly Figure[] {
  const per = (value: number) => [value / scenario.taskSteps];
  return [
    figureOf('A1', 'write units per task step of ten', 'units', per(writeUnitsOf(usage)), { atMost: 1 }),
    figureOf('A1', 'of these for the list of executions', 'units', per(usage.indexWrites)),
    figureOf('A1', 'read units per task step of ten', 'units', per(usage.readUnits), { atMost: 0.5 }),
    figureOf('A1', 'queue requests per task step of ten', 'requests', per(queueRequestsOf(usage)), {
      atMost: 0.4,
    }),
  ];
}

function costFigure({ scenario, usage }: Measured): Figure {
  const dollars = (totalOf(costsOf(usage)) / scenario.taskSteps) * 1e6;
  const what =
    scenario.isBusy === true ? 'the same of twenty executions at once' : 'a million task steps of ten';
  return figureOf('A2', what, '$', [dollars], { atMost: 1.5 });
}

function costOf({ scenario, usage, transitions }: Measured): ScenarioCost {
  const costs = Object.entries(costsOf(usage)).map(([name, dollars]) => [name, round(dollars * 1e6)]);
  return {
    name: scenario.name,
    title: scenario.title,
    taskSteps: scenario.taskSteps,
    transitions,
    ...unitCountsOf(usage),
    indexWrites: round(usage.indexWrites),
    schedules: round(usage.schedulesFired),
    logBytes: round(usage.logBytes),
    driverCpu: round(usage.driverCpu),
    perMillion: Object.fromEntries(costs) as unknown as Costs,
  };
}

function growthOf(what: UnitGrowth['what'], { scenario, usage, events }: Measured): UnitGrowth {
  return {
    what,
    taskSteps: scenario.taskSteps,
    events,
    writeUnits: round(writeUnitsOf(usage) / scenario.taskSteps),
    readUnits: round(usage.readUnits / scenario.taskSteps),
    queueRequests: round(queueRequestsOf(usage) / scenario.taskSteps),
  };
}

/** Histories of about fifty and five thousand events. */
function growthFigure(growth: readonly UnitGrowth[]): Figure {
  const units = (taskSteps: number) =>
    growth
      .filter((row) => row.what === 'history' && row.taskSteps === taskSteps)
      .map(({ writeUnits, readUnits }) => writeUnits + readUnits);
  const [few = Number.NaN] = units(5);
  const [many = Number.NaN] = units(500);
  return figureOf('A3', 'units per step at 5,000 events by those at 50', 'times', [many / few], {
    atMost: 1.1,
  });
}
