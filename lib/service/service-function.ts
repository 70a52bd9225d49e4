import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../lambdas/environment.ts';
import type { HandlerName } from '../../lambdas/handlers.ts';
import type { MetricName } from '../../lambdas/metric-names.ts';
import { acknowledge } from './findings.ts';
import { handlerCode } from './handler-code.ts';

/** A function of the service. */
export interface ServiceFunctionProps {
  /** File in `lambdas` without its ending; also the name under which the function's metrics appear. */
  readonly entry: HandlerName;
  readonly description: string;
  readonly memoryMegabytes: number;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** @default none */
  readonly reservedConcurrency?: number;
}

/**
 * One handler of `lambdas` as a function: bundled, on arm64, with a role that can write its own log and traces and
 * nothing else.
 */
export class ServiceFunction extends LambdaFunction {
  readonly #serviceName: string;
  readonly executionRole: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const serviceName = `${Stack.of(scope).stackName}-${props.entry}`;
    const role = new Role(scope, `${id}Role`, {
      description: props.description,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    super(scope, id, {
      code: handlerCode(props.entry),
      handler: 'index.handler',
      description: props.description,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // A report of each invocation would be most of the log; those of failed ones are kept.
      systemLogLevelV2: SystemLogLevel.WARN,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      // Executions that loop pass through the queue more often than the 16 times that Lambda allows.
      recursiveLoop: RecursiveLoop.ALLOW,
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      environment: {
        ...props.environment,
        POWERTOOLS_SERVICE_NAME: serviceName,
        POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
      },
    });
    this.#serviceName = serviceName;
    this.executionRole = role;
    acknowledge(role, {
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]':
        'Writing traces cannot be limited to resources (X-Ray has none).',
    });
    acknowledge(this, {
      'Serverless::Serverless-LambdaDLQ':
        'It is called by an API, a queue with a dead-letter queue, or CloudFormation, which all see a failed call.',
    });
  }

  /** A measure that the function takes itself. */
  measured(metricName: MetricName, statistic: string): Metric {
    return new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      statistic,
      dimensionsMap: { service: this.#serviceName },
      period: Duration.minutes(1),
    });
  }
}
