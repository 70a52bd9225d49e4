import type { JsonObject } from '../../../common/json.ts';
import { queueArn } from '../../../queues/names.ts';
import type { MoveTask } from '../../../queues/queue-store.ts';
import { optionalInteger, optionalText, text } from './parameters.ts';
import { nameOfArn } from './queue-actions.ts';
import type { SqsAction } from './sqs-action.ts';

const MOST_LISTED = 10;

export const startMessageMoveTask: SqsAction = async (parameters, { store }) => {
  const source = nameOfArn(text(parameters, 'SourceArn'));
  const destination = optionalText(parameters, 'DestinationArn');
  const perSecond = optionalInteger(
    parameters,
    'MaxNumberOfMessagesPerSecond',
    Number.MIN_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
  );
  return {
    TaskHandle: await store.startMoveTask(source, destination && nameOfArn(destination), perSecond),
  };
};

export const cancelMessageMoveTask: SqsAction = async (parameters, { store }) => ({
  ApproximateNumberOfMessagesMoved: await store.cancelMoveTask(text(parameters, 'TaskHandle')),
});

export const listMessageMoveTasks: SqsAction = async (parameters, { store }) => {
  const limit = optionalInteger(parameters, 'MaxResults', 1, MOST_LISTED) ?? 1;
  const tasks = await store.listMoveTasks(nameOfArn(text(parameters, 'SourceArn')), limit);
  return { Results: tasks.map(taskResult) };
};

function taskResult(task: MoveTask): JsonObject {
  return {
    // Only a task that can be cancelled shows the handle by which it could be.
    ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: queueArn(task.source),
    ...(task.destination !== undefined && { DestinationArn: queueArn(task.destination) }),
    ...(task.perSecond !== undefined && { MaxNumberOfMessagesPerSecond: task.perSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failure !== undefined && { FailureReason: task.failure }),
    StartedTimestamp: task.startedAt,
  };
}
