import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { ON_AWS } from '../../../targets/targets.ts';

/** Temporary credentials, as clients take them. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** The actions by which a flow reads items and writes results. */
const ON_OBJECTS = ['s3:GetObject', 's3:PutObject', 's3:ListBucket'];

/** The most that a flow may do: rights of its role beyond this do not count. */
const SESSION_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [...ON_AWS.map(({ action }) => action), ...ON_OBJECTS, 'kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: '*',
    },
  ],
});

/** A role assumed from a role may be used for an hour at most. */
const SESSION_SECONDS = 3_600;
const MAX_SESSION_NAME = 64;

/** Credentials of a role for a flow, whose name the session carries into logs. */
export async function assumeRole(
  sts: STSClient,
  roleArn: string,
  flowName: string,
): Promise<RoleCredentials> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: `fdl-${flowName}`.slice(0, MAX_SESSION_NAME),
      DurationSeconds: SESSION_SECONDS,
      Policy: SESSION_POLICY,
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new Error(`STS answered no credentials for role ${roleArn}`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
