import type { TaskTargets } from '../ports/task-targets.ts';
import type { FunctionRunner } from './functions/function-runner.ts';
import type { QueueServer } from './queues/queue-server.ts';
import { publishToTopic, sendToQueue } from './queues/send-message.ts';

/** Functions from folders, and queues and topics that begin to exist with the first message. */
export function createTaskTargets(functions: FunctionRunner, queues: QueueServer): TaskTargets {
  return {
    invokeFunction: (call) => functions.invoke(call),
    sendToQueue: (call) => sendToQueue(call, queues),
    publishToTopic: (call) => publishToTopic(call, queues),
  };
}
