import { serve, type TestResponse } from './http.ts';

/** An event as targets of the bus get it. */
export interface BusEvent {
  readonly detail: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly [name: string]: unknown;
}

/** A bus of EventBridge that keeps what it takes. */
export interface BusEmulator {
  readonly endpoint: string;
  readonly events: BusEvent[];
  /** How many entries each request had. */
  readonly requests: number[];
  /** True for the detail of an entry that is not taken. */
  refuse: (detail: BusEvent['detail']) => boolean;
  isAway: boolean;
  close(): Promise<void>;
}

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources: readonly string[];
  readonly Time: number;
}

/** Most bytes of a request. */
const MOST_BYTES = 262_144;

/** Starts a bus of which each entry is taken or refused for itself, as EventBridge does. */
export async function startBus(): Promise<BusEmulator> {
  const events: BusEvent[] = [];
  const requests: number[] = [];
  const server = await serve(async ({ headers, body }) => {
    if (bus.isAway) return undefined;
    if (headers['x-amz-target'] !== 'AWSEvents.PutEvents') return answer(400, { __type: 'UnknownOperation' });
    const { Entries }: { Entries: readonly Entry[] } = JSON.parse(body.toString());
    const size = Entries.reduce((bytes, { Detail }) => bytes + Buffer.byteLength(Detail), 0);
    if (Entries.length > 10 || size > MOST_BYTES) return answer(400, { __type: 'ValidationException' });
    requests.push(Entries.length);
    const results = Entries.map((entry, index) => take(entry, `${requests.length}-${index}`));
    const failed = results.filter((result) => 'ErrorCode' in result).length;
    return answer(200, { FailedEntryCount: failed, Entries: results });
  });

  function take({ Source, DetailType, Detail, Resources, Time }: Entry, EventId: string) {
    const detail: BusEvent['detail'] = JSON.parse(Detail);
    if (bus.refuse(detail)) return { ErrorCode: 'InternalFailure', ErrorMessage: 'try again' };
    events.push({
      version: '0',
      id: EventId,
      'detail-type': DetailType,
      source: Source,
      account: '000000000000',
      time: new Date(Time * 1000).toISOString(),
      region: 'us-east-1',
      resources: Resources,
      detail,
    });
    return { EventId };
  }

  const bus: BusEmulator = {
    endpoint: server.endpoint,
    events,
    requests,
    refuse: () => false,
    isAway: false,
    close: () => server.close(),
  };
  return bus;
}

function answer(status: number, value: unknown): TestResponse {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(value) };
}
