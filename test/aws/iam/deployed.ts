import type { Deployed } from './template-policies.ts';

/** The role of the driver, and that of flows which have none, in the deployment of the tests. */
export const DRIVER_ROLE_ARN = 'arn:aws:iam::000000000000:role/driver';
export const DEFAULT_FLOW_ROLE_ARN = 'arn:aws:iam::000000000000:role/default-flow-role';

/** The key of a deployment with `customerKey`. */
export const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/data';

/** Where the emulated deployment has what the template names. */
export function deployedOn(env: Readonly<Record<string, string | undefined>>): Deployed {
  const table = (name = '') => ({ ref: name, arn: `arn:aws:dynamodb:us-east-1:000000000000:table/${name}` });
  const at = (arn = '', ref = arn) => ({ ref, arn });
  const group = env['SCHEDULE_GROUP'] ?? '';
  return {
    DataTablesExecutions: table(env['EXECUTIONS_TABLE']),
    DataTablesFlows: table(env['FLOWS_TABLE']),
    DataBlobsBucket: at(`arn:aws:s3:::${env['BLOBS_BUCKET']}`, env['BLOBS_BUCKET']),
    DataDispatchQueue: at(env['DISPATCH_QUEUE_ARN']),
    DataRepliesQueue: at('arn:aws:sqs:us-east-1:000000000000:replies'),
    DataDispatchDeadLetters: at(env['DEAD_LETTER_QUEUE_ARN']),
    DataAccessKeys: at(env['KEYS_SECRET_ARN'], env['KEYS_SECRET_ARN']),
    DataKey: at(KEY_ARN),
    TimersGroup: at(`arn:aws:scheduler:us-east-1:000000000000:schedule-group/${group}`, group),
    TimersRole: at(env['SCHEDULER_ROLE_ARN']),
    DriverFunctionRole: at(DRIVER_ROLE_ARN),
    DriverDefaultFlowRole: at(DEFAULT_FLOW_ROLE_ARN),
  };
}
