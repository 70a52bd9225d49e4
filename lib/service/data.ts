import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import { Blobs } from './blobs.ts';
import { CustomerKey } from './customer-key.ts';
import { DispatchQueue } from './dispatch-queue.ts';
import { acknowledge } from './findings.ts';
import { ReplyQueue } from './reply-queue.ts';
import { Tables } from './tables.ts';

/** Props of the data. */
export interface DataProps {
  readonly alarms: Alarms;
  /** True when everything outlives the stack. */
  readonly isProtected: boolean;
  /** True when a key of this account encrypts everything at rest. */
  readonly hasCustomerKey: boolean;
  /** Days after its end for which an execution can be looked at. */
  readonly retentionDays: number;
}

/** Access key id that a new deployment comes with. */
const FIRST_KEY_ID = 'fdl';

/** Everything that would be missed: tables, large texts, messages on their way, access keys, and the key that encrypts them. */
export class Data extends Construct {
  readonly tables: Tables;
  readonly blobs: Blobs;
  readonly dispatch: DispatchQueue;
  readonly replies: ReplyQueue;
  /** Keys of callers that sign as those of the original service do: a JSON object of secrets by access key id. */
  readonly accessKeys: Secret;

  constructor(scope: Construct, id: string, props: DataProps) {
    super(scope, id);
    const { alarms, isProtected, hasCustomerKey, retentionDays } = props;
    const removalPolicy = isProtected ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    const encryption = hasCustomerKey ? { key: new CustomerKey(this, 'Key') } : {};
    this.tables = new Tables(this, 'Tables', { alarms, isProtected, ...encryption });
    this.blobs = new Blobs(this, 'Blobs', { removalPolicy, retentionDays, ...encryption });
    this.dispatch = new DispatchQueue(this, 'Dispatch', { alarms, removalPolicy, ...encryption });
    this.replies = new ReplyQueue(this, 'Replies', { alarms, removalPolicy, ...encryption });
    this.accessKeys = new Secret(this, 'AccessKeys', {
      description: 'Access keys of the RPC route: a JSON object of secrets by access key id',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: FIRST_KEY_ID,
        passwordLength: 40,
        excludePunctuation: true,
      },
      removalPolicy,
      ...(encryption.key !== undefined && { encryptionKey: encryption.key }),
    });
    acknowledge(this.accessKeys, {
      'AwsSolutions::AwsSolutions-SMG4':
        'Programs outside hold these keys: a rotation that does not tell them would lock them out. docs/internals/security.md says how a second key replaces the first.',
    });
  }
}
