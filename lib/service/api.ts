import { Duration } from 'aws-cdk-lib';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambdas/environment.ts';
import type { Alarms } from './alarms.ts';
import { HttpApi } from './http-api.ts';
import { ServiceFunction } from './service-function.ts';

/** What the API depends on. */
export interface ApiProps {
  readonly alarms: Alarms;
  readonly accessKeys: Secret;
  readonly environment: Readonly<Record<string, string>>;
}

/** The public API: the gateway and the function behind it. */
export class Api extends Construct {
  readonly handler: ServiceFunction;
  readonly http: HttpApi;

  constructor(scope: Construct, id: string, { alarms, accessKeys, environment }: ApiProps) {
    super(scope, id);
    this.handler = new ServiceFunction(this, 'Function', {
      entry: 'api',
      description: 'Serves the API of fdl-on-aws',
      memoryMegabytes: 512,
      timeout: Duration.seconds(29),
      environment: { ...environment, [ENVIRONMENT.keysSecretArn]: accessKeys.secretArn },
    });
    accessKeys.grantRead(this.handler);
    this.http = new HttpApi(this, 'Http', this.handler, alarms);
  }
}
