import { writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { drawExecution } from '../../graph/draw-flow.ts';
import { flowGraph } from '../../graph/flow-graph.ts';
import type { TestFile } from '../../testing/cases/test-case.ts';
import type { CaseResult } from '../../testing/cases/test-result.ts';
import { appendEvents, NO_EVENTS } from '../../trace/append.ts';
import { FlowCoverage } from '../../trace/coverage.ts';
import { coverageGraph } from '../../trace/coverage-graph.ts';
import { type CoveredFlow, percentOf } from '../output/tests/coverage-report.ts';

/** What the cases of all test files have done of the flows that they name, by the files of these. */
export class FlowCoverages {
  readonly #flows = new Map<string, CoveredFlow>();

  /** In the order in which they were first named. */
  get flows(): readonly CoveredFlow[] {
    return [...this.#flows.values()];
  }

  /** Counts what one case of the test file at `path` has done. */
  add(path: string, { flows }: TestFile, { outcome }: CaseResult): void {
    for (const { name, file, flow } of flows) {
      const full = resolve(dirname(path), file);
      const covered = this.#flows.get(full) ?? {
        name,
        file: relative('', full),
        coverage: new FlowCoverage(flow),
      };
      this.#flows.set(full, covered);
      for (const { events } of outcome.executions.filter(({ flowName }) => flowName === name))
        covered.coverage.add(appendEvents(NO_EVENTS, events));
    }
  }

  /** Draws each flow into a folder, what was never done in grey. */
  async draw(folder: string): Promise<void> {
    for (const covered of this.flows) {
      const { coverage, file } = covered;
      const graph = coverageGraph(flowGraph(coverage.flow), coverage);
      const drawn = await drawExecution(graph, `${file}: ${percentOf([covered])} % covered`, 'svg');
      await writeFile(join(folder, `${file.replaceAll(/[/\\]/g, '-').replace(/\.[^.]*$/, '')}.svg`), drawn);
    }
  }
}
