import type { AwsConfig } from '../config.ts';

/** The role of AWS for a flow's role ARN: the role to which it is bound, else itself. */
export function boundRole(roleArn: string, { bindings }: Pick<AwsConfig, 'bindings'>): string {
  return bindings[roleArn] ?? roleArn;
}

/**
 * Why flows may not have this role; undefined when they may.
 *
 * Otherwise a caller that may create flows could act with every role that the driver may assume.
 */
export function roleProblem(
  roleArn: string,
  config: Pick<AwsConfig, 'bindings' | 'accountId' | 'allowedRolePaths'>,
): string | undefined {
  const [, account, path] = /^arn:[\w-]+:iam::(\d*):role(\/.*)$/.exec(boundRole(roleArn, config)) ?? [];
  const isAllowed =
    account === config.accountId && config.allowedRolePaths.some((allowed) => path?.startsWith(allowed));
  if (roleArn === '' || isAllowed) return undefined;
  const paths = config.allowedRolePaths.map((allowed) => `arn:aws:iam::${config.accountId}:role${allowed}…`);
  return `role ${roleArn} may not be used by flows; allowed are ${paths.join(', ')}`;
}
