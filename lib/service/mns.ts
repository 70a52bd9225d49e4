import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENVIRONMENT, MNS_PATHS } from '../../lambdas/environment.ts';
import type { Alarms } from './alarms.ts';
import { CALLABLE_TAG } from './default-flow-role.ts';
import { acknowledge } from './findings.ts';
import { type HttpApi, integrationOf } from './http-api.ts';
import { grantReadKeys } from './permissions.ts';
import { ServiceFunction } from './service-function.ts';

/** Props of the original's queue protocol. */
export interface MnsProps {
  readonly alarms: Alarms;
  readonly accessKeys: Secret;
  readonly environment: Readonly<Record<string, string>>;
  readonly http: HttpApi;
  /** Workers that can wait at once, in concurrency that nothing else can take; undefined when nothing is reserved. */
  readonly reserved: number | undefined;
}

/** The actions of senders and workers, by service. */
const ACTIONS = {
  sqs: ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes'],
  sns: ['Publish', 'GetTopicAttributes'],
} as const;

/** Queues and topics of the account in the original's protocol, on routes of the API. */
export class Mns extends Construct {
  readonly handler: ServiceFunction;

  constructor(scope: Construct, id: string, { alarms, accessKeys, environment, http, reserved }: MnsProps) {
    super(scope, id);
    this.handler = new ServiceFunction(this, 'Function', {
      entry: 'mns',
      description: 'Serves queues and topics in the protocol of the original service',
      // It runs for as long as a worker waits.
      memoryMegabytes: 192,
      timeout: Duration.seconds(29),
      ...(reserved !== undefined && { reservedConcurrency: reserved }),
      environment: { ...environment, [ENVIRONMENT.keysSecretArn]: accessKeys.secretArn },
    });
    grantReadKeys(accessKeys, this.handler);
    for (const service of ['sqs', 'sns'] as const) this.#letUse(service);
    http.addSignedPaths(MNS_PATHS, integrationOf(this.handler));
    alarms.add('WorkersThrottled', {
      metric: this.handler.metricThrottles({ statistic: 'Sum' }),
      above: 0,
      minutes: 3,
      says: 'More workers wait for messages in the protocol of the original than may at once.',
      section: 'Waiting workers',
    });
  }

  /** Allows only resources that are tagged for flows and their workers. */
  #letUse(service: keyof typeof ACTIONS): void {
    const { account, partition, region } = Stack.of(this);
    this.handler.addToRolePolicy(
      new PolicyStatement({
        actions: ACTIONS[service].map((action) => `${service}:${action}`),
        resources: [`arn:${partition}:${service}:${region}:${account}:*`],
        conditions: { StringEquals: { [`aws:ResourceTag/${CALLABLE_TAG.key}`]: CALLABLE_TAG.value } },
      }),
    );
    const finding = `Resource::arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:*`;
    acknowledge(this.handler.executionRole, {
      [`AwsSolutions::AwsSolutions-IAM5[${finding}]`]: `Anything may be tagged ${CALLABLE_TAG.key}; the condition keeps all else out of reach.`,
    });
  }
}
