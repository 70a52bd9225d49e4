import { Alias, type IVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

const QUOTE = (service: string) => `acs:fc:::services/${service}/functions/quote`;

/** The same question to the newest code, to a published version, and to an alias with capacity that is always warm. */
export class FixedVersion extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'FixedVersion', import.meta.url);
    const online = new Alias(this, 'Online', {
      aliasName: 'online',
      version: this.functionOf('quotes.online', 'quote').currentVersion as IVersion,
      provisionedConcurrentExecutions: 1,
    });
    this.addFlow('fixed-version', 'flow.yaml', {
      bindings: {
        [QUOTE('quotes.1')]: this.functionOf('quotes.1', 'quote').currentVersion,
        [QUOTE('quotes.online')]: online,
      },
    });
  }
}
