import { writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { flowGraph } from '../../graph/flow-graph.ts';
import { appendEvents, NO_EVENTS } from '../../trace/append.ts';
import { FlowCoverage } from '../../trace/coverage.ts';
import { coverageGraph } from '../../trace/coverage-graph.ts';
import { type CoveredFlow, percentOf } from '../output/tests/coverage-report.ts';
import type { TestedFile } from './tested-file.ts';

/** Counts what the cases of all test files have done of the flows that they name, by the files of these. */
export class FlowCoverages {
  readonly #flows = new Map<string, CoveredFlow>();

  /** In the order in which they were first named. */
  get flows(): readonly CoveredFlow[] {
    return [...this.#flows.values()];
  }

  /** Counts what the cases of a test file have done. */
  add({ path, file, results }: TestedFile): void {
    for (const { name, file: flowFile, flow } of file?.flows ?? []) {
      const full = resolve(dirname(path), flowFile);
      const covered = this.#flows.get(full) ?? {
        name,
        file: relative('', full),
        coverage: new FlowCoverage(flow),
      };
      this.#flows.set(full, covered);
      const executions = results.flatMap(({ outcome }) => outcome.executions);
      for (const { events } of executions.filter(({ flowName }) => flowName === name))
        covered.coverage.add(appendEvents(NO_EVENTS, events));
    }
  }

  /** Draws each flow into a folder, what was never done in grey. */
  async draw(folder: string): Promise<void> {
    // The layout's library takes longer to load than most runs of tests take.
    const { drawExecution } = await import('../../graph/draw-flow.ts');
    for (const covered of this.flows) {
      const { coverage, file } = covered;
      const graph = coverageGraph(flowGraph(coverage.flow), coverage);
      const drawn = await drawExecution(graph, `${file}: ${percentOf([covered])} % covered`, 'svg');
      await writeFile(join(folder, `${file.replaceAll(/[/\\]/g, '-').replace(/\.[^.]*$/, '')}.svg`), drawn);
    }
  }
}
