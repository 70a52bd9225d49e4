import type { TaskId } from '../interpreter/command.ts';
import type { ExecutionHeader, ExecutionId } from '../ports/execution-store.ts';

/** Names an attempt of a task among all executions. Its target gets the name, and its child execution keeps it. */
export function globalTaskId({ id }: Pick<ExecutionHeader, 'id'>, { entry, attempt }: TaskId): string {
  return `${id.flowId}/${id.name}/${entry}/${attempt}`;
}

/** The execution, the step entry and the attempt of a name made by {@link globalTaskId}; undefined for other texts. */
export function readTaskId(
  text: string,
): ({ execution: ExecutionId } & Pick<TaskId, 'entry' | 'attempt'>) | undefined {
  const [, flowId, name, entry, attempt] = /^(.+)\/([^/]+)\/(\d+)\/(\d+)$/.exec(text) ?? [];
  if (flowId === undefined || name === undefined) return undefined;
  return { execution: { flowId, name }, entry: Number(entry), attempt: Number(attempt) };
}

/** True for the name of that attempt, or of a later one in the same entry. */
export function isFrom(first: string, name = ''): boolean {
  const { a, b } = ofSame(first, name) ?? {};
  return a !== undefined && b !== undefined && a.entry === b.entry && a.attempt <= b.attempt;
}

/** True when the first of two such names is that of an earlier attempt, or of one in an earlier entry, of the same execution. */
export function isBefore(first = '', second = ''): boolean {
  const { a, b } = ofSame(first, second) ?? {};
  if (a === undefined || b === undefined) return false;
  return a.entry < b.entry || (a.entry === b.entry && a.attempt < b.attempt);
}

/** The contents of two names; undefined unless they are those of attempts of one execution. */
function ofSame(first: string, second: string) {
  const [a, b] = [readTaskId(first), readTaskId(second)];
  const isSame = a?.execution.flowId === b?.execution.flowId && a?.execution.name === b?.execution.name;
  return isSame ? { a, b } : undefined;
}
