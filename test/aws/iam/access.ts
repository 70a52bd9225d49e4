import { PARTITION_KEY } from '../../../src/adapters/aws/dynamodb/table-schema.ts';
import type { AccessRequest } from './policy.ts';
import type { Recorded } from './recorder.ts';

const PLACE = 'us-east-1:000000000000';

/** The questions to IAM about a request to AWS. @throws for a command that is not known here. */
export function accessOf({ command, input }: Recorded): readonly AccessRequest[] {
  switch (command) {
    case 'PutItemCommand': {
      const item = input['Item'] as Readonly<Record<string, { readonly S: string }>> | undefined;
      const context = { 'dynamodb:LeadingKeys': item?.[PARTITION_KEY]?.S ?? '' };
      return [{ ...onTable('PutItem', input['TableName']), context }];
    }
    case 'GetItemCommand':
    case 'UpdateItemCommand':
    case 'DeleteItemCommand':
      return [onTable(command.replace('Command', ''), input['TableName'])];
    case 'QueryCommand':
      return [onTable('Query', input['TableName'], input['IndexName'])];
    case 'BatchGetItemCommand':
      return Object.keys(input['RequestItems'] as object).map((table) => onTable('BatchGetItem', table));
    case 'TransactWriteItemsCommand':
      return (input['TransactItems'] as Record<string, { TableName: string }>[]).flatMap((item) =>
        Object.entries(item).map(([kind, { TableName }]) =>
          onTable(kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`, TableName),
        ),
      );
    case 'SendMessageCommand':
    case 'SendMessageBatchCommand':
    case 'ReceiveMessageCommand':
    case 'DeleteMessageBatchCommand':
    case 'ChangeMessageVisibilityCommand':
    case 'ChangeMessageVisibilityBatchCommand':
    case 'GetQueueAttributesCommand':
      // A batch is allowed by the action on one message.
      return [onQueue(`sqs:${command.replace(/(Batch)?Command$/, '')}`, input['QueueUrl'])];
    case 'CreateScheduleCommand':
    case 'UpdateScheduleCommand':
    case 'DeleteScheduleCommand':
      return onSchedule(command.replace('Command', ''), input);
    case 'GetSecretValueCommand':
      return [{ action: 'secretsmanager:GetSecretValue', resource: String(input['SecretId']), context: {} }];
    case 'GetObjectCommand':
    case 'HeadObjectCommand':
      return [onObject('GetObject', input)];
    case 'PutObjectCommand':
      // Tags of a new object take a right of their own.
      return ['PutObject', ...(input['Tagging'] === undefined ? [] : ['PutObjectTagging'])].map((action) =>
        onObject(action, input),
      );
    case 'CopyObjectCommand':
      return ['GetObject', 'PutObject', 'PutObjectTagging'].map((action) => onObject(action, input));
    case 'ListObjectsV2Command':
      return [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${input['Bucket']}`, context: {} }];
    case 'InvokeCommand': {
      const { FunctionName, Qualifier } = input;
      const qualifier = Qualifier === undefined ? '' : `:${Qualifier}`;
      const resource = `arn:aws:lambda:${PLACE}:function:${FunctionName}${qualifier}`;
      return [{ action: 'lambda:InvokeFunction', resource, context: {} }];
    }
    case 'PutEventsCommand':
      return (input['Entries'] as readonly Record<string, string>[]).map(({ EventBusName, Source = '' }) => ({
        action: 'events:PutEvents',
        resource: `arn:aws:events:${PLACE}:event-bus/${EventBusName}`,
        context: { 'events:source': Source },
      }));
    case 'AssumeRoleCommand':
      return [{ action: 'sts:AssumeRole', resource: String(input['RoleArn']), context: {} }];
    case 'PublishCommand':
    case 'GetTopicAttributesCommand': {
      const action = `sns:${command.replace('Command', '')}`;
      return [{ action, resource: String(input['TopicArn']), context: {} }];
    }
    default:
      throw new Error(`Nobody has said what IAM is asked for ${command}`);
  }
}

function onTable(operation: string, table: unknown, index?: unknown): AccessRequest {
  const arn = `arn:aws:dynamodb:${PLACE}:table/${table}`;
  const resource = index === undefined ? arn : `${arn}/index/${index}`;
  return { action: `dynamodb:${operation}`, resource, context: {} };
}

function onObject(action: string, { Bucket, Key }: Recorded['input']): AccessRequest {
  return { action: `s3:${action}`, resource: `arn:aws:s3:::${Bucket}/${Key}`, context: {} };
}

function onQueue(action: string, url: unknown): AccessRequest {
  return { action, resource: `arn:aws:sqs:${PLACE}:${String(url).split('/').at(-1)}`, context: {} };
}

/** A caller that hands a role to a schedule must be allowed to. */
function onSchedule(operation: string, input: Recorded['input']): readonly AccessRequest[] {
  const resource = `arn:aws:scheduler:${PLACE}:schedule/${input['GroupName']}/${input['Name']}`;
  const access = { action: `scheduler:${operation}`, resource, context: {} };
  const target = input['Target'] as { readonly RoleArn: string } | undefined;
  if (target === undefined) return [access];
  const context = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
  return [access, { action: 'iam:PassRole', resource: target.RoleArn, context }];
}
