import { stringifyJson } from '../common/json-text.ts';
import { utf8Bytes } from '../common/text-bytes.ts';
import { MAX_ASYNC_EVENT_BYTES, MAX_EVENT_BYTES } from './carrier.ts';
import type { TargetKind } from './target-kind.ts';

/**
 * A function.
 *
 * One written as `acs:fc:…:services/…` has a service and a name in it; any other has the one name that AWS and Function
 * Compute 3.0 know it by.
 */
export interface FunctionTarget {
  readonly kind: 'function';
  /** The text of the definition. */
  readonly resourceArn: string;
  readonly service?: string;
  readonly functionName: string;
  readonly qualifier?: string;
  /** Timeout of the function, where the qualifier says that it replies by a message: a driver need not wait for it. */
  readonly replySeconds?: number;
}

/** A qualifier, like `replies-60s`, of functions whose results come as messages; the number is their timeout. */
const REPLIES = /^(?:[\w-]*-)?replies-([1-9]\d{0,2})s$/;

/** The longest timeout of a function. */
const MOST_SECONDS = 900;

/** A call waits for a free place for a minute before it is given up; half a minute is for its result to come. */
const REPLY_GRACE_SECONDS = 90;

/** Seconds from its call after which the result of a function must have come as a message; undefined where a driver waits for it. */
export function replyWithinSeconds({
  replySeconds,
}: Pick<FunctionTarget, 'replySeconds'>): number | undefined {
  return replySeconds === undefined ? undefined : replySeconds + REPLY_GRACE_SECONDS;
}

/** The qualifier of a function with this timeout in seconds whose results come as messages. */
export function repliesQualifier(timeoutSeconds: number): string {
  return `replies-${timeoutSeconds}s`;
}

/** The timeout that such a qualifier tells; undefined for another one. */
export function replySecondsOf(qualifier: string): number | undefined {
  const seconds = Number(REPLIES.exec(qualifier)?.[1] ?? Number.NaN);
  return seconds <= MOST_SECONDS ? seconds : undefined;
}

/** One call of a function. */
export interface FunctionRequest {
  readonly kind: 'function';
  readonly target: FunctionTarget;
  /** JSON text: an event crosses the borders of processes as it is. */
  readonly event: string;
  /** True when the call only hands the event over and does not wait for the function's result. */
  readonly isAsync: boolean;
}

/** Functions of Function Compute 2.0 and 3.0, and of AWS Lambda. */
export const functions: TargetKind<FunctionTarget, FunctionRequest> = {
  noun: 'a function',
  attribute: 'resourceArn',
  forms: [
    {
      shape: 'acs:fc:{region}:{account}:services/{service}[.{qualifier}]/functions/{function}',
      pattern:
        /^acs:fc:[^:]*:[^:]*:services\/(?<service>[\w-]+)(?:\.(?<qualifier>[\w-]+))?\/functions\/(?<name>[\w-]+)$/,
      read: readFunction,
    },
    {
      shape: 'acs:fc:{region}:{account}:functions/{function}[/{qualifier}]',
      pattern: /^acs:fc:[^:]*:[^:]*:functions\/(?<name>[\w-]+)(?:\/(?<qualifier>[\w-]+))?$/,
      read: readFunction,
    },
    {
      shape: 'arn:aws:lambda:{region}:{account}:function:{function}[:{qualifier}]',
      pattern:
        /^arn:aws[\w-]*:lambda:[^:]*:[^:]*:function:(?<name>[\w-]+)(?::(?<qualifier>\$LATEST|[\w-]+))?$/,
      read: readFunction,
    },
  ],
  patterns: ['requestResponse', 'waitForCallback'],
  params: { InvocationType: { takes: 'word', words: ['Sync', 'Async'] } },
  icon: 'function',
  name: ({ service, functionName }) => (service === undefined ? functionName : `${service}-${functionName}`),
  label: ({ service, functionName, qualifier }) => {
    const ending = qualifier === undefined ? '' : `.${qualifier}`;
    return service === undefined ? functionName + ending : `${service}${ending}/${functionName}`;
  },
  request: (target, { input, params }) => ({
    kind: 'function',
    target,
    event: stringifyJson(input),
    isAsync: params['InvocationType'] === 'Async',
  }),
  load: ({ event, isAsync }) => ({
    bytes: utf8Bytes(event),
    limit: isAsync ? MAX_ASYNC_EVENT_BYTES : MAX_EVENT_BYTES,
  }),
  aws: {
    action: 'lambda:InvokeFunction',
    service: 'lambda',
    prefix: 'function:',
    qualifier: ({ qualifier }) => (qualifier === 'LATEST' ? '$LATEST' : qualifier),
    unqualified: ({ service, qualifier, resourceArn }) => {
      if (qualifier === undefined) return resourceArn;
      return service === undefined
        ? resourceArn.slice(0, -qualifier.length - 1)
        : resourceArn.replace(`.${qualifier}/functions/`, '/functions/');
    },
  },
};

function readFunction(
  resourceArn: string,
  { service, name = '', qualifier }: Readonly<Record<string, string | undefined>>,
): FunctionTarget {
  const replySeconds = qualifier === undefined ? undefined : replySecondsOf(qualifier);
  return {
    kind: 'function',
    resourceArn,
    ...(service !== undefined && { service }),
    functionName: name,
    ...(qualifier !== undefined && { qualifier }),
    ...(replySeconds !== undefined && { replySeconds }),
  };
}
