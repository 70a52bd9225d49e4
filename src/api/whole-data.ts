import type { EventView, ExecutionView, RequestOf, ResponseOf } from './contract.ts';

type Key = Pick<RequestOf<'GetExecutionData'>, 'FlowName' | 'ExecutionName'>;
type Wanted = Pick<RequestOf<'GetExecutionData'>, 'Field' | 'EventId'>;

/** Calls GetExecutionData. */
export type ReadData = (
  request: RequestOf<'GetExecutionData'>,
) => Promise<Pick<ResponseOf<'GetExecutionData'>, 'Data' | 'NextToken'>>;

/** The events with the details that were left out of the response, read one after the other. */
export async function wholeEvents(
  read: ReadData,
  key: Key,
  events: readonly EventView[],
): Promise<readonly EventView[]> {
  const whole: EventView[] = [];
  for (const event of events) {
    const { Truncated, ...shown } = event;
    const { EventId } = event;
    whole.push(
      Truncated === undefined
        ? event
        : { ...shown, EventDetail: await wholeText(read, key, { Field: 'EventDetail', EventId }) },
    );
  }
  return whole;
}

/** The execution with the data that were left out of the response. */
export async function wholeExecution<View extends ExecutionView>(
  read: ReadData,
  key: Key,
  execution: View,
): Promise<View> {
  const { Truncated = [], ...shown } = execution;
  let whole = shown as View;
  for (const Field of Truncated) whole = { ...whole, [Field]: await wholeText(read, key, { Field }) };
  return whole;
}

async function wholeText(read: ReadData, key: Key, wanted: Wanted): Promise<string> {
  let text = '';
  for (let token: string | undefined = '0'; token !== undefined; ) {
    const portion = await read({ ...key, ...wanted, NextToken: token });
    text += portion.Data;
    token = portion.NextToken;
  }
  return text;
}
