import { definitionOf } from '../../../engine/log/flow-cache.ts';
import { allSteps } from '../../../flow/inner-lists.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { LogFilter, LoggedExecution, LogPage, LogReader } from '../../../ports/execution-logs.ts';
import type { FlowStore } from '../../../ports/flow-store.ts';
import { type Naming, resourceOf } from '../targets/resource-names.ts';
import { queryPage, queryText } from './insights-query.ts';

/** Log groups that one query may search. */
const MOST_GROUPS = 50;

/** Leads to the lines of functions, which log to CloudWatch: the service has no right to read them there, its caller may. */
export class CloudWatchLink implements LogReader {
  readonly #flows: FlowStore;
  readonly #clock: Clock;
  readonly #naming: Naming;

  constructor(flows: FlowStore, clock: Clock, naming: Naming) {
    this.#flows = flows;
    this.#clock = clock;
    this.#naming = naming;
  }

  async read(execution: LoggedExecution, filter: LogFilter): Promise<LogPage> {
    const logGroups = await this.#logGroups(execution, filter);
    if (logGroups.length === 0) return { lines: [], hasMore: false };
    const text = queryText(execution.id, filter);
    const from = Math.max(execution.startedAt, filter.since ?? execution.startedAt);
    const url = queryPage(this.#naming.region, {
      text,
      logGroups,
      from,
      to: Math.max(from, this.#clock.now()),
    });
    return { lines: [], hasMore: false, elsewhere: { query: text, url } };
  }

  /** The groups of the functions in this region that the definition calls, or one step of it. */
  async #logGroups(execution: LoggedExecution, { stepName }: LogFilter): Promise<readonly string[]> {
    const { flow } = await definitionOf(this.#flows, execution);
    const groups = allSteps(flow.steps).flatMap((step) => {
      if (step.type !== 'task' || step.target.kind !== 'function') return [];
      if (stepName !== undefined && step.name !== stepName) return [];
      const { region, name } = resourceOf(step.target, this.#naming);
      return region === this.#naming.region ? [`/aws/lambda/${name}`] : [];
    });
    return [...new Set(groups)].slice(0, MOST_GROUPS);
  }
}
