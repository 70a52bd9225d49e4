import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambdas/environment.ts';
import type { Alarms } from './alarms.ts';
import { HttpApi } from './http-api.ts';
import { grantReadKeys } from './permissions.ts';
import { ServiceFunction } from './service-function.ts';

/** Props of the API. */
export interface ApiProps {
  readonly alarms: Alarms;
  readonly accessKeys: Secret;
  readonly environment: Readonly<Record<string, string>>;
  /** Concurrency that nothing else can take; undefined when nothing is reserved. */
  readonly reserved: number | undefined;
}

/** The public API: the gateway and the function behind it. */
export class Api extends Construct {
  readonly handler: ServiceFunction;
  readonly http: HttpApi;

  constructor(scope: Construct, id: string, { alarms, accessKeys, environment, reserved }: ApiProps) {
    super(scope, id);
    this.handler = new ServiceFunction(this, 'Function', {
      entry: 'api',
      description: 'Serves the API of fdl-on-aws',
      memoryMegabytes: 512,
      timeout: Duration.seconds(29),
      ...(reserved !== undefined && { reservedConcurrency: reserved }),
      environment: { ...environment, [ENVIRONMENT.keysSecretArn]: accessKeys.secretArn },
    });
    grantReadKeys(accessKeys, this.handler);
    this.http = new HttpApi(this, 'Http', this.handler, alarms);
    this.#addAlarms(alarms);
  }

  /** Alarms by the function's own measures: the gateway's latency includes the time for which requests ask to wait. */
  #addAlarms(alarms: Alarms): void {
    alarms.add('Latency', {
      metric: new MathExpression({
        expression: '100 * FILL(slow, 0) / requests',
        usingMetrics: {
          slow: this.handler.measured('SlowRequests', 'Sum'),
          requests: this.handler.metricInvocations({ statistic: 'Sum' }),
        },
      }),
      above: 1,
      minutes: 5,
      says: 'More than one request in a hundred takes longer than five seconds, beyond what it asked to wait.',
      section: 'API latency',
    });
  }
}
