import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import { answerCalls, shiftTime } from './child.ts';

// node function-host.ts BUNDLE: a function as Lambda holds it, in a process of its own.

/** One invocation of a function: what it answered and what it took. */
export interface Invoked {
  readonly result: unknown;
  /** Milliseconds of one core. */
  readonly cpu: number;
  /** The text that it wrote to its log. */
  readonly log: string;
  /** Most memory that the process has had so far. */
  readonly megabytes: number;
}

type Handler = (event: unknown, context: Context) => Promise<unknown>;

const { handler } = (await import(pathToFileURL(process.argv[2] ?? '').href)) as {
  readonly handler: Handler;
};

let log = '';
process.stdout.write = (text: string | Uint8Array) => {
  log += text;
  return true;
};

async function invoke(event: unknown): Promise<Invoked> {
  log = '';
  const before = process.cpuUsage();
  const result = await handler(event, context());
  const { user, system } = process.cpuUsage(before);
  return { result, cpu: (user + system) / 1000, log, megabytes: process.resourceUsage().maxRSS / 1024 };
}

/** As long as those of Lambda. */
function context(): Context {
  return {
    functionName: 'FdlOnAws-DriverFunction00000000-0000000000000',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:FdlOnAws-DriverFunction00000000',
    memoryLimitInMB: '512',
    awsRequestId: '00000000-0000-0000-0000-000000000000',
    getRemainingTimeInMillis: () => 900_000,
  } as Context;
}

answerCalls({ invoke, shiftTime: (offset) => shiftTime(offset as number) });
