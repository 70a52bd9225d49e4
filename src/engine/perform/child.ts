import { createHash } from 'node:crypto';
import { MAX_NAME_LENGTH } from '../../common/name.ts';
import type { TaskId } from '../../interpreter/command.ts';
import { type ExecutionHeader, fullNameOf } from '../../ports/execution-store.ts';
import type { FlowRequest } from '../../targets/flow.ts';

/**
 * Name of the execution that a task starts: the same for every repeat of the same attempt.
 *
 * It is the one that the task asks for, else one after the parent and the attempt.
 */
export function childName(
  parent: Pick<ExecutionHeader, 'id' | 'part'>,
  { executionName }: FlowRequest,
  task: TaskId,
): string {
  return executionName ?? derivedName(fullNameOf(parent).replaceAll(':', '-'), task);
}

function derivedName(parentName: string, { entry, attempt }: TaskId): string {
  const suffix = `-${entry}-${attempt}`;
  if (parentName.length + suffix.length <= MAX_NAME_LENGTH) return parentName + suffix;
  const digest = createHash('sha256').update(parentName).digest('hex').slice(0, 16);
  return `${parentName.slice(0, MAX_NAME_LENGTH - suffix.length - digest.length - 1)}-${digest}${suffix}`;
}
