import { getQueueAttributes, setQueueAttributes } from './attribute-actions.ts';
import { addPermission, removePermission } from './permission-actions.ts';
import {
  createQueue,
  deleteQueue,
  getQueueUrl,
  listDeadLetterSourceQueues,
  listQueues,
  purgeQueue,
} from './queue-actions.ts';
import { receiveMessage } from './receive-actions.ts';
import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from './redrive-actions.ts';
import { sendMessage, sendMessageBatch } from './send-actions.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './settle-actions.ts';
import type { SqsAction } from './sqs-action.ts';
import { listQueueTags, tagQueue, untagQueue } from './tag-actions.ts';

/** All actions of SQS, by name. */
export const SQS_ACTIONS: ReadonlyMap<string, SqsAction> = new Map(
  Object.entries({
    AddPermission: addPermission,
    CancelMessageMoveTask: cancelMessageMoveTask,
    ChangeMessageVisibility: changeMessageVisibility,
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
    CreateQueue: createQueue,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
    DeleteQueue: deleteQueue,
    GetQueueAttributes: getQueueAttributes,
    GetQueueUrl: getQueueUrl,
    ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
    ListMessageMoveTasks: listMessageMoveTasks,
    ListQueueTags: listQueueTags,
    ListQueues: listQueues,
    PurgeQueue: purgeQueue,
    ReceiveMessage: receiveMessage,
    RemovePermission: removePermission,
    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    SetQueueAttributes: setQueueAttributes,
    StartMessageMoveTask: startMessageMoveTask,
    TagQueue: tagQueue,
    UntagQueue: untagQueue,
  }),
);
