import { afterAll, describe } from 'vitest';
import { runHome } from '../../../src/engine/run-home.ts';
import { homeSuite } from '../../conformance/home.suite.ts';
import { createTables, dynamoDbClient, missingDynamoDb, startDynamoDb } from '../emulated/dynamodb.ts';
import { EmulatedHome } from '../emulated/home.ts';

const missing = missingDynamoDb();

describe.skipIf(missing !== undefined)(`on AWS (${missing ?? 'emulated'})`, async () => {
  if (missing !== undefined) return;
  const server = await startDynamoDb();
  const dynamoDb = dynamoDbClient(server.endpoint);
  afterAll(async () => {
    dynamoDb.destroy();
    await server.stop();
  });

  homeSuite('AWS', async () => {
    const emulated = await EmulatedHome.open({ dynamoDb, tables: await createTables(dynamoDb) });
    const { home } = emulated;
    return {
      home,
      advance: (milliseconds) => emulated.advance(milliseconds),
      async restart() {
        await home.close();
        await runHome(home, home.ports);
      },
      dispose: () => emulated.close(),
    };
  });
});
