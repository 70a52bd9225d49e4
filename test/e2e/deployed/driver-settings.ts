import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';

const PATIENCE_SECONDS = 120;

/** The function that takes messages from a queue. */
export async function driverOf(lambda: LambdaClient, queueArn: string): Promise<string> {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ EventSourceArn: queueArn }),
  );
  const [mapping] = EventSourceMappings;
  if (mapping?.FunctionArn === undefined) throw new Error(`no function takes from ${queueArn}`);
  return mapping.FunctionArn;
}

/** Lets drivers live for so many seconds only; answers how long they lived before. */
export async function setLifetime(lambda: LambdaClient, driver: string, seconds: number): Promise<number> {
  const { Timeout = 0 } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: driver }));
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: driver, Timeout: seconds }));
  await waitUntilFunctionUpdatedV2(
    { client: lambda, maxWaitTime: PATIENCE_SECONDS },
    { FunctionName: driver },
  );
  return Timeout;
}
