import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { handleMessage } from '../../../src/engine/handle-message.ts';
import { reportTask } from '../../../src/engine/report-task.ts';
import { functionFlow } from './engine-flows.ts';
import { EngineHome, returned } from './engine-home.ts';

const SLOW_AND_TALKATIVE = `version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps:
          - type: task
            name: slow
            resourceArn: acs:fc:::services/w/functions/slow
      - steps:
          - type: foreach
            name: talk
            iterationMapping:
              collection: $.items
              item: item
            steps:
              - type: task
                name: ask
                resourceArn: acs:mns:::/queues/work/messages
                pattern: waitForCallback
                serviceParams:
                  MessageBody: $
`;

describe('ownership', () => {
  test('A message still finds its effects when a snapshot was taken after its commit', async () => {
    const home = new EngineHome();
    const header = await home.start(SLOW_AND_TALKATIVE, '{"items":[1,2,3,4,5,6,7,8]}');
    home.targets.answer = () => new Promise(() => {});
    const { message } = home.take();
    void handleMessage(message, home.otherProcess());
    await nextTurn();
    const output = JSON.stringify({ text: 'x'.repeat(5_000) });
    for (const token of await home.tokens(header)) {
      await reportTask(home.services, token, { kind: 'succeeded', output });
    }
    const loaded = await home.executions.load(header.id);
    expect(loaded?.records[0]?.snapshot).toBeDefined();

    home.targets.answer = () => returned({});
    expect(await home.handle(message, home.otherProcess())).toEqual({ done: true });
    expect(home.targets.calls.map(({ caller }) => caller.stepName)).toEqual(['slow', 'slow']);
    await home.toEnd();
    expect((await home.executions.readHeader(header.id))?.end?.status).toBe('Succeeded');
  });
});

describe('two deliveries of one message at the same time', () => {
  test('The first to be done goes on with what the other has committed: the message is deleted for both', async () => {
    const home = new EngineHome();
    await home.start(functionFlow('first', 'second'));
    const { message } = home.take();
    const answers: ((outcome: ReturnType<typeof returned>) => void)[] = [];
    home.targets.answer = () => new Promise((resolve) => answers.push(resolve));
    const handled: string[] = [];
    const handle = async (name: string) => {
      await handleMessage(message, home.services);
      handled.push(name);
    };
    void handle('earlier');
    await nextTurn();
    void handle('later');
    await nextTurn();
    expect(answers).toHaveLength(2);

    answers[1]?.(returned({}));
    await nextTurn();
    answers[0]?.(returned({}));
    await nextTurn();
    expect(handled).toEqual([]);
    expect(home.targets.calls.map(({ caller }) => caller.stepName)).toEqual([
      'first',
      'first',
      'second',
      'second',
    ]);
  });
});
