import { format } from '../figure.ts';
import type { RepairCost } from './repair.ts';
import type { ScenarioCost, UnitGrowth } from './run-aws.ts';

/** Usage and prices of scenarios, as a Markdown table. */
export function scenarioTable(scenarios: readonly ScenarioCost[]): string {
  const rows = scenarios.map(({ name, title, taskSteps, perMillion, ...uses }) => {
    const total = Object.values(perMillion).reduce((sum, dollars) => sum + dollars, 0);
    const counts = [uses.writeUnits, uses.readUnits, uses.queueRequests, uses.schedules, uses.invocations];
    const dollars = [total, total / taskSteps].map((value) => `$${format(value)}`);
    return `| ${name}: ${title} | ${[...counts.map(format), ...dollars].join(' | ')} |`;
  });
  return [
    '| One execution | Write units | Read units | Queue requests | Schedules | Invocations | A million executions | A million task steps |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** How units grow, as a Markdown table. */
export function growthTable(growth: readonly UnitGrowth[]): string {
  const rows = growth.map(({ what, taskSteps, events, writeUnits, readUnits, queueRequests }) => {
    const size = what === 'history' ? 'one after the other' : 'side by side';
    const cells = [taskSteps, events, writeUnits, readUnits, queueRequests].map(format);
    return `| ${size} | ${cells.join(' | ')} |`;
  });
  return [
    '| Tasks | How many | Events | Write units per task | Read units per task | Queue requests per task |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** Usage of starts, redrives and forks, as a Markdown table. */
export function repairTable(repairs: readonly RepairCost[]): string {
  const rows = repairs.map(({ title, writeUnits, readUnits, queueRequests, invocations }) => {
    const cells = [writeUnits, readUnits, queueRequests, invocations].map(format);
    return `| ${title} | ${cells.join(' | ')} |`;
  });
  return [
    '| | Write units | Read units | Queue requests | Invocations |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
