import type { TaskTarget } from '../../flow/flow.ts';
import type { Field } from '../yaml/node.ts';
import type { Context } from './context.ts';
import { readText } from './values.ts';
import { quote } from './words.ts';

interface ResourceForm {
  /** As messages write the form. */
  readonly shape: string;
  readonly pattern: RegExp;
  readonly build: (resourceArn: string, groups: Readonly<Record<string, string | undefined>>) => TaskTarget;
}

const FORMS: readonly ResourceForm[] = [
  {
    shape: 'acs:fc:{region}:{account}:services/{service}[.{qualifier}]/functions/{function}',
    pattern:
      /^acs:fc:[^:]*:[^:]*:services\/(?<service>[\w-]+)(?:\.(?<qualifier>[\w-]+))?\/functions\/(?<name>[\w-]+)$/,
    build: (resourceArn, { service = '', name = '', qualifier }) => ({
      kind: 'function',
      resourceArn,
      service,
      functionName: name,
      ...(qualifier !== undefined && { qualifier }),
    }),
  },
  {
    shape: 'acs:mns:{region}:{account}:/queues/{queue}/messages',
    pattern: /^acs:mns:[^:]*:[^:]*:\/queues\/(?<name>[\w-]+)\/messages$/,
    build: (resourceArn, { name = '' }) => ({ kind: 'queue', resourceArn, queueName: name }),
  },
  {
    shape: 'acs:mns:{region}:{account}:/topics/{topic}/messages',
    pattern: /^acs:mns:[^:]*:[^:]*:\/topics\/(?<name>[\w-]+)\/messages$/,
    build: (resourceArn, { name = '' }) => ({ kind: 'topic', resourceArn, topicName: name }),
  },
  {
    shape: 'acs:fnf:{region}:{account}:flow/{flow}',
    pattern: /^acs:fnf:[^:]*:[^:]*:flow\/(?<name>[A-Za-z_][\w-]{0,127})$/,
    build: (resourceArn, { name = '' }) => ({ kind: 'flow', resourceArn, flowName: name }),
  },
  {
    shape: 'arn:aws:lambda:{region}:{account}:function:{function}[:{qualifier}]',
    pattern: /^arn:aws[\w-]*:lambda:[^:]*:[^:]*:function:(?<name>[\w-]+)(?::(?<qualifier>\$LATEST|[\w-]+))?$/,
    build: (resourceArn, { name = '', qualifier }) => ({
      kind: 'lambda',
      resourceArn,
      functionName: name,
      ...(qualifier !== undefined && { qualifier }),
    }),
  },
  {
    shape: 'arn:aws:sqs:{region}:{account}:{queue}',
    pattern: /^arn:aws[\w-]*:sqs:[^:]*:[^:]*:(?<name>[\w-]+)$/,
    build: (resourceArn, { name = '' }) => ({ kind: 'queue', resourceArn, queueName: name }),
  },
  {
    shape: 'arn:aws:sns:{region}:{account}:{topic}',
    pattern: /^arn:aws[\w-]*:sns:[^:]*:[^:]*:(?<name>[\w-]+)$/,
    build: (resourceArn, { name = '' }) => ({ kind: 'topic', resourceArn, topicName: name }),
  },
];

const SHAPES = FORMS.map(({ shape }) => shape).join(', ');

/** Reads a `resourceArn` (language page section 5); `undefined` for what cannot be called, which is reported. */
export function readResource(field: Field, context: Context): TaskTarget | undefined {
  const arn = readText(field, context);
  for (const { pattern, build } of FORMS) {
    const groups = pattern.exec(arn)?.groups;
    if (groups !== undefined) return build(arn, groups);
  }
  const advice = /[{}<>]/.test(arn) ? ' Replace the placeholders.' : '';
  context.refuse(
    'invalid-resource',
    field,
    `${quote(arn)} names nothing a task can call; the forms are ${SHAPES}.${advice}`,
  );
  return undefined;
}

/** Reads an `action`; the only one with a counterpart here is `fnf:StartExecution`. */
export function readAction(field: Field, context: Context): TaskTarget | undefined {
  const action = readText(field, context);
  if (action === 'fnf:StartExecution') return { kind: 'startExecution', resourceArn: action };
  context.refuse(
    'invalid-resource',
    field,
    `The only supported action is fnf:StartExecution, found ${quote(action)}`,
  );
  return undefined;
}
