import type { AccessRequest } from './policy.ts';

/**
 * Requests to the key of a service's data in the name of the caller, by the beginning of an action.
 *
 * For a table these are the actions that DynamoDB asks of the caller that uses one with a customer key.
 */
const USES: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:': ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey'],
  'sqs:SendMessage': ['GenerateDataKey', 'Decrypt'],
  'sqs:ReceiveMessage': ['Decrypt'],
  's3:PutObject': ['GenerateDataKey', 'Decrypt'],
  's3:GetObject': ['Decrypt'],
  'secretsmanager:': ['Decrypt'],
};

/** Uses of the key that encrypts everything, which requests cause besides their own actions. */
export function keyUse(requests: readonly AccessRequest[], keyArn: string): readonly AccessRequest[] {
  return requests.flatMap(({ action }) =>
    Object.entries(USES)
      .filter(([prefix]) => action.startsWith(prefix))
      .flatMap(([, uses]) => uses)
      .map((use) => ({
        action: `kms:${use}`,
        resource: keyArn,
        context: { 'kms:ViaService': `${action.split(':')[0]}.us-east-1.amazonaws.com` },
      })),
  );
}
