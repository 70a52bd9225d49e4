import type { JsonObject, JsonValue } from '../../../common/json.ts';
import { isJsonArray, isJsonObject } from '../../../common/json.ts';
import { queueArn } from '../../../queues/names.ts';
import { invalidValue, missingParameter } from '../../../queues/queue-error.ts';
import { queueName, text, texts } from './parameters.ts';
import type { SqsAction, SqsContext } from './sqs-action.ts';

/** Writes a statement into the queue's policy. It is kept but not enforced: every caller that reaches the port may call. */
export const addPermission: SqsAction = async (parameters, context) => {
  const name = queueName(parameters);
  const label = text(parameters, 'Label');
  const accounts = texts(parameters, 'AWSAccountIds');
  const actions = texts(parameters, 'Actions');
  if (accounts.length === 0) throw missingParameter('AWSAccountIds');
  if (actions.length === 0) throw missingParameter('Actions');
  const statements = await statementsOf(name, context);
  if (statements.some((statement) => labelOf(statement) === label)) {
    throw invalidValue('Label', label, 'Already exists.');
  }
  const added: JsonObject = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
    Action: actions.map((action) => `SQS:${action}`),
    Resource: queueArn(name),
  };
  await keep(name, [...statements, added], context);
  return {};
};

export const removePermission: SqsAction = async (parameters, context) => {
  const name = queueName(parameters);
  const label = text(parameters, 'Label');
  const statements = await statementsOf(name, context);
  const left = statements.filter((statement) => labelOf(statement) !== label);
  if (left.length === statements.length) throw invalidValue('Label', label, "can't find label.");
  await keep(name, left, context);
  return {};
};

async function statementsOf(name: string, { store }: SqsContext): Promise<readonly JsonValue[]> {
  const { attributes } = await store.describeQueue(name);
  const policy: JsonValue = JSON.parse(attributes['Policy'] ?? '{}');
  const statements = isJsonObject(policy) ? policy['Statement'] : undefined;
  return isJsonArray(statements) ? statements : [];
}

async function keep(name: string, statements: readonly JsonValue[], { store }: SqsContext): Promise<void> {
  const policy = { Version: '2008-10-17', Id: `${queueArn(name)}/SQSDefaultPolicy`, Statement: statements };
  await store.setAttributes(name, { Policy: statements.length === 0 ? '' : JSON.stringify(policy) });
}

function labelOf(statement: JsonValue): JsonValue | undefined {
  return isJsonObject(statement) ? statement['Sid'] : undefined;
}
