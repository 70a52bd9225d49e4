import { Duration, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  CfnAlias,
  CfnEventInvokeConfig,
  type IFunction,
  Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import { Construct, type IConstruct } from 'constructs';
import { repliesQualifier } from '../../src/targets/function.ts';

/** How the end of a call is learnt of: by a message that Lambda sends, or by a driver that waits. */
export type Wait = 'reply' | 'driver';

/** A function of the CDK, with an optional role in the words of a strict compiler. */
export type AnyFunction = IConstruct &
  Pick<IFunction, 'functionArn' | 'functionName'> & { readonly role?: IRole | undefined };

/** A function, and how the ends of its calls are learnt of. */
export interface BoundFunction {
  readonly function: AnyFunction;
  /**
   * `reply`: no driver waits, and Lambda sends the result to the service. `driver`: a driver waits and is billed, which is quicker and for
   * short functions cheaper (docs/guide/functions.md).
   *
   * @default reply for a function of the app with a timeout above three seconds, else driver
   */
  readonly wait?: Wait;
  /** The timeout of a function that is not of this app. @default that of the function */
  readonly timeout?: Duration;
}

/** The timeout of functions that state none. */
const DEFAULT_TIMEOUT = Duration.seconds(3);

/** The longest timeout of a function, in seconds. */
const MOST_SECONDS = 900;

const ID = 'FdlReplies';

/** How the ends of calls of a function are learnt of when nothing says so. */
export function defaultWait(bound: AnyFunction): Wait {
  const { timeout = DEFAULT_TIMEOUT } = bound instanceof LambdaFunction ? bound : {};
  return !timeout.isUnresolved() && timeout.toSeconds() > DEFAULT_TIMEOUT.toSeconds() ? 'reply' : 'driver';
}

/**
 * An alias of the newest code of a function, with its results sent to the service. Asynchronous calls of the function by others, and the
 * settings of these, stay as they are.
 *
 * @throws Error when the function is a version or an alias, its timeout or role is not known, or the alias is taken
 */
export function repliesOf(bound: BoundFunction, replyQueueArn: string): FunctionReplies {
  const { function: called } = bound;
  const seconds = secondsOf(bound);
  const found = called.node.tryFindChild(ID);
  if (!(found instanceof FunctionReplies)) return new FunctionReplies(called, seconds, replyQueueArn);
  if (found.seconds !== seconds)
    throw refused(called, `is bound with a timeout of ${found.seconds} seconds, and with one of ${seconds}`);
  return found;
}

function secondsOf({ function: called, timeout: stated }: BoundFunction): number {
  if ('lambda' in called)
    throw refused(
      called,
      `is a version or an alias: bind the function, set up an alias like live-${repliesQualifier(60)} by hand, or wait: 'driver'`,
    );
  const own = called instanceof LambdaFunction ? (called.timeout ?? DEFAULT_TIMEOUT) : undefined;
  const timeout = own ?? stated;
  if (timeout === undefined || timeout.isUnresolved())
    throw refused(called, `is not of this app: state its timeout, or wait: 'driver'`);
  if (own !== undefined && stated !== undefined && own.toSeconds() !== stated.toSeconds())
    throw refused(called, `has a timeout of ${own.toSeconds()} seconds, not of ${stated.toSeconds()}`);
  const seconds = timeout.toSeconds();
  if (seconds > MOST_SECONDS)
    throw refused(
      called,
      `has a timeout of ${seconds} seconds; allowed are ${MOST_SECONDS}, or wait: 'driver'`,
    );
  return seconds;
}

/** Has Lambda send what comes of the calls of a function to the service; once for all flows that call it. */
export class FunctionReplies extends Construct {
  /** The timeout of the function. */
  readonly seconds: number;
  /** The alias that flows call. */
  readonly aliasArn: string;
  readonly calledArn: string;

  constructor(called: AnyFunction, seconds: number, replyQueueArn: string) {
    super(called, ID);
    this.seconds = seconds;
    const { functionName } = called;
    const name = repliesQualifier(seconds);
    demandFree(called, name);
    if (called.role === undefined)
      throw refused(
        called,
        `has no known role, which must be let send its results: import it with Function.fromFunctionAttributes and its role, or wait: 'driver'`,
      );
    const alias = new CfnAlias(this, 'Alias', {
      functionName,
      functionVersion: '$LATEST',
      name,
      description: 'Called by fdl-on-aws, which gets the results',
    });
    const destination = { destination: replyQueueArn };
    const config = new CfnEventInvokeConfig(this, 'Config', {
      functionName,
      qualifier: name,
      // Flows have policies of their own; a call that finds no free place fails by name.
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
      destinationConfig: { onSuccess: destination, onFailure: destination },
    });
    config.addResourceDependency(alias);
    const { policyDependable } = called.role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [replyQueueArn] }),
    );
    // Lambda refuses a destination to which the role may not send.
    if (policyDependable !== undefined) config.node.addDependency(policyDependable);
    this.aliasArn = alias.ref;
    this.calledArn = called.functionArn;
  }
}

/** @throws Error when the function has an alias of this name, whose settings would be others */
function demandFree(called: AnyFunction, name: string): void {
  const stack = Stack.of(called);
  const functionName = JSON.stringify(stack.resolve(called.functionName));
  const isSame = (of: string) => JSON.stringify(stack.resolve(of)) === functionName;
  const taken = stack.node
    .findAll()
    .find(
      (other) =>
        (other instanceof CfnAlias && other.name === name && isSame(other.functionName)) ||
        (other instanceof CfnEventInvokeConfig && other.qualifier === name && isSame(other.functionName)),
    );
  if (taken === undefined) return;
  throw refused(called, `has an alias ${name} of its own, ${taken.node.path}: rename it, or wait: 'driver'`);
}

function refused(called: AnyFunction, why: string): Error {
  return new Error(`The function ${called.node.path} ${why}`);
}
