import { expect, test } from 'vitest';
import { AwsHome } from '../../../../src/adapters/aws/aws-home.ts';
import type { DispatchMessage, HandlerContext } from '../../../../src/ports/dispatch-queue.ts';

const MESSAGE: DispatchMessage = { id: 'm1', sentAt: 0, body: { kind: 'flow-deleted', flowId: 'f' } };
const CONTEXT: HandlerContext = { handOverAt: 60_000 };

test('A received message is handled with the time that its function has, and the answer is given on', async () => {
  const home = new AwsHome({} as never);
  const handled: unknown[] = [];
  await home.start(async (message, context) => {
    handled.push([message, context]);
    return { done: false, retryInSeconds: 7 };
  });
  expect(await home.deliver(MESSAGE, CONTEXT)).toEqual({ done: false, retryInSeconds: 7 });
  expect(handled).toEqual([[MESSAGE, CONTEXT]]);
});

test('A message that comes before the start or after the close is not lost: it comes back', async () => {
  const home = new AwsHome({} as never);
  await expect(home.deliver(MESSAGE)).rejects.toThrow('between the start and the close of a home');
  await home.start(async () => ({ done: true }));
  await home.close();
  await expect(home.deliver(MESSAGE)).rejects.toThrow('between the start and the close of a home');
});
