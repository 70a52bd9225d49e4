/** Which files each file imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** One file on the way of the search. */
interface Visit {
  readonly file: string;
  readonly index: number;
  low: number;
  isOpen: boolean;
}

/**
 * The groups of files of which each reaches every other by imports, sorted; none when there is no cycle.
 *
 * Tarjan's strongly connected components; a file that imports itself is a group of its own.
 */
export function importCycles(graph: ImportGraph): readonly (readonly string[])[] {
  const visits = new Map<string, Visit>();
  const open: Visit[] = [];
  const cycles: string[][] = [];

  function visit(file: string): Visit {
    const here: Visit = { file, index: visits.size, low: visits.size, isOpen: true };
    visits.set(file, here);
    open.push(here);
    for (const imported of graph.get(file) ?? []) {
      const known = visits.get(imported);
      if (known === undefined) here.low = Math.min(here.low, visit(imported).low);
      else if (known.isOpen) here.low = Math.min(here.low, known.index);
    }
    if (here.low === here.index) close(here);
    return here;
  }

  function close(root: Visit): void {
    const group = open.splice(open.indexOf(root));
    for (const member of group) member.isOpen = false;
    const importsItself = graph.get(root.file)?.includes(root.file) ?? false;
    if (group.length > 1 || importsItself) cycles.push(group.map(({ file }) => file).sort());
  }

  for (const file of graph.keys()) {
    if (!visits.has(file)) visit(file);
  }
  return cycles.sort();
}
