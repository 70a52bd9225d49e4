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
  return {
    kind: 'function',
    resourceArn,
    ...(service !== undefined && { service }),
    functionName: name,
    ...(qualifier !== undefined && { qualifier }),
  };
}
