import { sendMessage } from '../adapters/send-message.ts';
import { callByKind, type TaskTargets } from '../ports/task-targets.ts';
import type { FunctionRunner } from './functions/function-runner.ts';
import { type Publishing, publishToTopic, type Sending, sendToQueue } from './queues/send-message.ts';

/** Functions from folders, and queues and topics that begin to exist with the first message. */
export function createTaskTargets(
  functions: FunctionRunner,
  { queues, topics }: { readonly queues: Sending; readonly topics: Publishing },
): TaskTargets {
  return callByKind({
    function: (call) => functions.invoke(call),
    queue: (call) => sendMessage(call, (message) => sendToQueue(queues, call.target.queueName, message)),
    topic: (call) => sendMessage(call, (message) => publishToTopic(topics, call.target.topicName, message)),
  });
}
