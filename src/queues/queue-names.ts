import { QueueError } from './queue-error.ts';

const STANDARD = /^[A-Za-z0-9_-]{1,80}$/;
const FIFO = /^[A-Za-z0-9_-]{1,75}\.fifo$/;

/** True for the name of a queue that keeps the order of its messages. */
export function isFifoName(name: string): boolean {
  return name.endsWith('.fifo');
}

/** @throws QueueError when a queue of this kind cannot have this name. */
export function checkQueueName(name: string, isFifo: boolean): void {
  if (isFifo && !FIFO.test(name)) {
    throw new QueueError(
      'InvalidParameterValue',
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length',
    );
  }
  if (!isFifo && !STANDARD.test(name)) {
    throw new QueueError(
      'InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
}
