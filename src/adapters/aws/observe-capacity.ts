import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Units that one request has used of a table, its index included. */
export interface UsedCapacity {
  readonly table: string;
  readonly units: number;
  readonly isWrite: boolean;
}

const WRITES = /^(Put|Update|Delete|TransactWrite|BatchWrite)/;

/** Calls `observer` with the cost of every successful request of a client; to ask for that is free. */
export function observeCapacity(client: DynamoDBClient, observer: (used: UsedCapacity) => void): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' };
      const result = await next({ ...args, input });
      const isWrite = WRITES.test(String(context.commandName));
      for (const { TableName = '', CapacityUnits = 0 } of capacityOf(result.output)) {
        observer({ table: TableName, units: CapacityUnits, isWrite });
      }
      return result;
    },
    { step: 'initialize', name: 'observeCapacity' },
  );
}

/** One for most requests, a list for those that may touch several tables. */
function capacityOf(output: object): readonly ConsumedCapacity[] {
  const { ConsumedCapacity = [] } = output as { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] };
  return Array.isArray(ConsumedCapacity) ? ConsumedCapacity : [ConsumedCapacity];
}
