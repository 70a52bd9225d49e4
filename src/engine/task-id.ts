import type { TaskId } from '../interpreter/command.ts';
import type { ExecutionHeader, ExecutionId } from '../ports/execution-store.ts';

/** Names an attempt of a task among all executions. Its target gets the name, and its child execution keeps it. */
export function globalTaskId({ id }: Pick<ExecutionHeader, 'id'>, { entry, attempt }: TaskId): string {
  return `${id.flowId}/${id.name}/${entry}/${attempt}`;
}

/** The execution and the step entry of a name made by {@link globalTaskId}; undefined for other texts. */
export function readTaskId(text: string): { execution: ExecutionId; entry: number } | undefined {
  const [, flowId, name, entry] = /^(.+)\/([^/]+)\/(\d+)\/\d+$/.exec(text) ?? [];
  if (flowId === undefined || name === undefined) return undefined;
  return { execution: { flowId, name }, entry: Number(entry) };
}
