import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../common/json.ts';
import { invalidParameter, TopicError } from '../../../queues/topics/topic-error.ts';
import { topicArn, topicNameOfArn } from '../../../queues/topics/topic-names.ts';
import { text, texts } from './parameters.ts';
import type { SnsAction, SnsContext } from './sns-action.ts';

/** Writes a statement into the topic's policy. It is kept but not enforced: every caller that reaches the port may call. */
export const addPermission: SnsAction = async (parameters, context) => {
  const name = topicNameOfArn(text(parameters, 'TopicArn'));
  const label = text(parameters, 'Label');
  const statements = await statementsOf(name, context);
  if (statements.some((statement) => labelOf(statement) === label)) {
    throw invalidParameter('Label', 'Statement already exists');
  }
  const added: JsonObject = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: texts(parameters, 'AWSAccountId').map((account) => `arn:aws:iam::${account}:root`) },
    Action: texts(parameters, 'ActionName').map((action) => `SNS:${action}`),
    Resource: topicArn(name),
  };
  await keep(name, [...statements, added], context);
  return {};
};

export const removePermission: SnsAction = async (parameters, context) => {
  const name = topicNameOfArn(text(parameters, 'TopicArn'));
  const label = text(parameters, 'Label');
  const statements = await statementsOf(name, context);
  const left = statements.filter((statement) => labelOf(statement) !== label);
  if (left.length === statements.length) throw new TopicError('NotFound', `There is no statement ${label}`);
  await keep(name, left, context);
  return {};
};

async function statementsOf(name: string, { topics }: SnsContext): Promise<readonly JsonValue[]> {
  const { attributes } = await topics.describeTopic(name);
  const policy: JsonValue = JSON.parse(attributes['Policy'] ?? '{}');
  const statements = isJsonObject(policy) ? policy['Statement'] : undefined;
  return isJsonArray(statements) ? statements : [];
}

async function keep(name: string, statements: readonly JsonValue[], { topics }: SnsContext): Promise<void> {
  const policy = { Version: '2008-10-17', Id: '__default_policy_ID', Statement: statements };
  await topics.setTopicAttributes(name, { Policy: statements.length === 0 ? '' : JSON.stringify(policy) });
}

function labelOf(statement: JsonValue): JsonValue | undefined {
  return isJsonObject(statement) ? statement['Sid'] : undefined;
}
