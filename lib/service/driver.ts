import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambdas/environment.ts';
import { AWS_LIMITS } from '../../src/adapters/aws/physical-limits.ts';
import type { Alarms } from './alarms.ts';
import { DefaultFlowRole } from './default-flow-role.ts';
import { acknowledge } from './findings.ts';
import { ServiceFunction } from './service-function.ts';

/** Path of the roles that the driver may assume; a principal that may create such roles decides which targets flows may call. */
export const FLOW_ROLE_PATH = '/fdl-flow/';

/** Props of the driver. */
export interface DriverProps {
  readonly alarms: Alarms;
  readonly dispatchQueue: IQueue;
  readonly replyQueue: IQueue;
  readonly environment: Readonly<Record<string, string>>;
  /** Drivers for the messages of each of the two queues. */
  readonly maxConcurrency: Readonly<Record<'dispatch' | 'replies', number>>;
}

/** The function that drives executions, fed by the dispatch queue. */
export class Driver extends Construct {
  readonly handler: ServiceFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: DriverProps) {
    super(scope, id);
    this.handler = new ServiceFunction(this, 'Function', {
      entry: 'driver',
      description: 'Drives the executions that dispatch messages name',
      memoryMegabytes: 512,
      timeout: Duration.seconds(AWS_LIMITS.handlerSeconds),
      environment: props.environment,
    });
    this.handler.addEnvironment(ENVIRONMENT.replyQueueUrl, props.replyQueue.queueUrl);
    this.#consume(props.dispatchQueue, props.maxConcurrency.dispatch);
    this.#consume(props.replyQueue, props.maxConcurrency.replies);
    this.role = this.handler.executionRole;
    this.#letAssumeFlowRoles();
    this.#addBacklogAlarms(props);
    this.#addAlarms(props);
  }

  #consume(queue: IQueue, maxConcurrency: number): void {
    this.handler.addEventSource(
      new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency }),
    );
  }

  #letAssumeFlowRoles(): void {
    const { account, partition } = Stack.of(this);
    const defaultFlowRole = new DefaultFlowRole(this, 'DefaultFlowRole', this.role);
    this.handler.addEnvironment(ENVIRONMENT.defaultFlowRoleArn, defaultFlowRole.roleArn);
    const flowRoles = `arn:${partition}:iam::${account}:role${FLOW_ROLE_PATH}*`;
    this.handler.addToRolePolicy(
      new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [defaultFlowRole.roleArn, flowRoles] }),
    );
    const finding = `Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role${FLOW_ROLE_PATH}*`;
    acknowledge(this.role, {
      [`AwsSolutions::AwsSolutions-IAM5[${finding}]`]:
        'Flows have roles of their own, all under one path; each must trust the driver as well.',
    });
    acknowledge(this.handler, {
      'Serverless::Serverless-LambdaEventSourceMappingDestination':
        'The queue has a dead-letter queue; destinations are for streams.',
    });
  }

  /**
   * The queue's own age of the oldest message is no measure: messages of tasks that take long, and of timers that are
   * not due, are old on purpose.
   */
  #addBacklogAlarms({ alarms, dispatchQueue, replyQueue }: DriverProps): void {
    alarms.add('Backlog', {
      metric: this.handler.measured('HopLatency', 'p99'),
      above: 120_000,
      minutes: 5,
      says: 'Executions wait for minutes before a driver takes them up.',
      section: 'Backlog',
    });
    alarms.add('NoDriver', {
      metric: new MathExpression({
        expression: 'IF(FILL(waiting, 0) + FILL(replies, 0) > 0 AND FILL(batches, 0) == 0, 1, 0)',
        usingMetrics: {
          waiting: dispatchQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
          replies: replyQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
          batches: this.handler.metricInvocations({ statistic: 'Sum' }),
        },
      }),
      above: 0,
      minutes: 5,
      says: 'Messages wait, and no driver takes any.',
      section: 'Backlog',
    });
  }

  #addAlarms({ alarms, maxConcurrency }: DriverProps): void {
    alarms.add('DriverErrors', {
      metric: this.handler.metricErrors({ statistic: 'Sum' }),
      above: 0,
      minutes: 3,
      says: 'Drivers crash or run out of time; what they drove goes on elsewhere within a minute.',
      section: 'Driver errors',
    });
    alarms.add('LateTimers', {
      metric: this.handler.measured('TimerLateness', 'p99'),
      above: 5_000,
      minutes: 5,
      says: 'Waits, retries and timeouts come more than five seconds late.',
      section: 'Late timers',
    });
    alarms.add('FailuresUnhandled', {
      metric: this.handler.measured('FailuresUnhandled', 'Sum'),
      above: 0,
      says: 'An execution failed, and the flow that was to handle that does not exist.',
      section: 'Unhandled failures',
    });
    alarms.add('DriverThrottles', {
      metric: this.handler.metricThrottles({ statistic: 'Sum' }),
      above: 0,
      minutes: 3,
      says: 'The account has no concurrency left for drivers.',
      section: 'Concurrency',
    });
    alarms.add('DriversBusy', {
      metric: this.handler.metric('ConcurrentExecutions', { statistic: 'Maximum' }),
      above: Math.floor((maxConcurrency.dispatch + maxConcurrency.replies) * 0.8),
      minutes: 5,
      says: 'More than four in five of the allowed drivers are at work.',
      section: 'Concurrency',
    });
  }
}
