import { afterAll, describe, expect, test } from 'vitest';
import {
  createTables,
  dynamoDbClient,
  missingDynamoDb,
  startDynamoDb,
} from '../../../aws/emulated/dynamodb.ts';
import { EmulatedHome } from '../../../aws/emulated/home.ts';

const HOUR = 3_600_000;
const missing = missingDynamoDb();

const TASK = '  - {type: task, name: call, resourceArn: "acs:fc:::services/shop/functions/call"}\n';

/** By the kind of the message that is put aside. */
const FLOWS: Readonly<Record<string, string>> = {
  dispatch: TASK,
  'a delayed timer': `  - {type: wait, name: rest, duration: 5}\n${TASK}`,
  'a timer that a schedule has sent': `  - {type: wait, name: rest, duration: 7200}\n${TASK}`,
};

describe.skipIf(missing !== undefined)(`dead letters on AWS (${missing ?? 'emulated'})`, async () => {
  if (missing !== undefined) return;
  const server = await startDynamoDb();
  const dynamoDb = dynamoDbClient(server.endpoint);
  afterAll(async () => {
    dynamoDb.destroy();
    await server.stop();
  });

  test.each(Object.entries(FLOWS))('%s goes on to the end once it is moved back', async (_what, steps) => {
    let isBroken = true;
    await using home = await EmulatedHome.open({
      dynamoDb,
      tables: await createTables(dynamoDb),
      maxReceiveCount: 5,
      targets: (targets) => ({
        ...targets,
        call: async (call) => {
          if (isBroken) throw new Error('AccessDenied: sts:AssumeRole');
          return targets.call(call);
        },
      }),
    });
    const id = await home.start(`version: v1\ntype: flow\nsteps:\n${steps}`);
    await home.advance(3 * HOUR);
    expect((await home.header(id)).end).toBeUndefined();

    isBroken = false;
    expect(await home.redrive()).toHaveLength(1);
    await home.advance(HOUR);

    expect((await home.header(id)).end?.status).toBe('Succeeded');
    expect(home.invocations).toHaveLength(1);
  });
});
