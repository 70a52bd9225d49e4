import { createHash } from 'node:crypto';
import { NAME } from '../../common/name.ts';
import type { TaskId } from '../../interpreter/command.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';

/** Name of the map run that an attempt of a distributed foreach starts, unique within the execution. */
export function mapRunName({ entry, attempt }: Pick<TaskId, 'entry' | 'attempt'>): string {
  return `map-${entry}-${attempt}`;
}

/** Name of a batch within its map run. */
export function batchName(batch: number): string {
  return `batch-${batch}`;
}

/** Id of something that runs inside an execution: a map run of it, or a batch of a map run. */
export function idInside(around: ExecutionId, name: string): ExecutionId {
  return { flowId: idOfInside(around), name };
}

/** In place of a flow's id, the id under which everything inside an execution is kept and listed: shaped like a UUID. */
export function idOfInside({ flowId, name }: ExecutionId): string {
  const digest = createHash('sha256').update(`${flowId}/${name}`).digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A name of executions with those inside them: `order-1:map-5-0:batch-3`. */
const INSIDE = '(?:map-\\d{1,9}-\\d{1,9}|batch-\\d{1,9})';
const FULL_NAME = new RegExp(`^(${NAME})((?::${INSIDE}){0,16})$`);

/** True for the name of an execution, a map run or a batch. */
export function isFullName(text: string): boolean {
  return FULL_NAME.test(text);
}

/** The id of an execution of a flow by its full name. */
export function idOfFullName(flowId: string, fullName: string): ExecutionId {
  const [name = '', ...inside] = fullName.split(':');
  return inside.reduce<ExecutionId>(idInside, { flowId, name });
}
