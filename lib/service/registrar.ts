import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ServiceFunction } from './service-function.ts';

/** The function that CloudFormation calls for every `Flow` construct of the account. */
export class Registrar extends Construct {
  readonly handler: ServiceFunction;

  constructor(scope: Construct, id: string, environment: Readonly<Record<string, string>>) {
    super(scope, id);
    this.handler = new ServiceFunction(this, 'Function', {
      entry: 'registrar',
      description: 'Registers the flows of Flow constructs',
      memoryMegabytes: 256,
      timeout: Duration.minutes(1),
      environment,
    });
  }
}
