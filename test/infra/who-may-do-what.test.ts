import { describe, expect, test } from 'vitest';
import { allowed, ownOf, resourcesOf, serviceTemplate, statementsOf } from './service-template.ts';

const template = serviceTemplate();

const DRIVER = 'DriverFunctionRole';
const API = 'ApiFunctionRole';
const REGISTRAR = 'RegistrarFunctionRole';
const TIMERS = 'TimersRole';

function mayDo(role: string): readonly string[] {
  return [...new Set(allowed(statementsOf(template, role)).map(([action]) => action))].toSorted();
}

describe('the driver', () => {
  test('reads, extends and ends executions, and cannot delete one', () => {
    const actions = allowed(statementsOf(template, DRIVER))
      .filter(([action, on]) => action.startsWith('dynamodb:') && on.includes('DataTablesExecutions'))
      .map(([action]) => action);
    expect(new Set(actions)).toEqual(
      new Set(
        ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'].map((name) => `dynamodb:${name}`),
      ),
    );
  });

  test('can only read flows, and write schedules', () => {
    const statements = statementsOf(template, DRIVER);
    const actions = allowed(statements)
      .filter(([action, on]) => action.startsWith('dynamodb:') && on.includes('DataTablesFlows'))
      .map(([action]) => action);
    expect(actions).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
    const [writes] = statements.filter(
      ({ Action, Resource }) =>
        Action === 'dynamodb:PutItem' && JSON.stringify(Resource).includes('DataTablesFlows'),
    );
    expect(writes?.Condition).toEqual({
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['schedules'] },
    });
  });

  test('calls nothing of a user with its own role: it may only take on roles of flows', () => {
    expect(mayDo(DRIVER).filter((action) => /^(lambda|sns):/.test(action))).toEqual([]);
    const [assumed] = statementsOf(template, DRIVER).filter(({ Action }) => Action === 'sts:AssumeRole');
    expect(JSON.stringify(assumed?.Resource)).toContain(':role/fdl-flow/*');
    expect(assumed?.Resource).toHaveLength(2);
  });
});

describe('the API', () => {
  test('cannot take on a role or call a function', () => {
    expect(mayDo(API)).not.toContain('sts:AssumeRole');
    expect(mayDo(API)).not.toContain('lambda:InvokeFunction');
  });

  test('is the only one that reads the access keys', () => {
    expect(mayDo(API)).toContain('secretsmanager:GetSecretValue');
    for (const role of [DRIVER, REGISTRAR, TIMERS]) {
      expect(mayDo(role)).not.toContain('secretsmanager:GetSecretValue');
    }
  });
});

describe('the registrar', () => {
  test('keeps flows and schedules and never sees an execution', () => {
    const resources = allowed(statementsOf(template, REGISTRAR)).map(([, on]) => on);
    expect(resources.some((on) => on.includes('DataTablesFlows'))).toBe(true);
    expect(resources.some((on) => on.includes('DataTablesExecutions'))).toBe(false);
  });
});

describe('due timers', () => {
  test('can do one thing: send to the dispatch queue, or to its dead letters', () => {
    const statements = allowed(statementsOf(template, TIMERS)).filter(
      ([action]) => action === 'sqs:SendMessage',
    );
    expect(statements.toSorted()).toEqual([
      ['sqs:SendMessage', expect.stringContaining('DataDispatchDeadLetters')],
      ['sqs:SendMessage', expect.stringContaining('DataDispatchQueue')],
    ]);
    expect(mayDo(TIMERS).every((action) => action.startsWith('sqs:'))).toBe(true);
  });

  test('take on their role only as schedules of this account in this group', () => {
    const [role] = Object.entries(resourcesOf(template, 'AWS::IAM::Role')).filter(([id]) =>
      id.startsWith(TIMERS),
    );
    const trust = JSON.stringify(role?.[1].Properties['AssumeRolePolicyDocument']);
    expect(trust).toContain('scheduler.amazonaws.com');
    expect(trust).toContain('"aws:SourceAccount":{"Ref":"AWS::AccountId"}');
    expect(trust).toContain('"aws:SourceArn":{"Fn::GetAtt":["TimersGroup');
  });

  test('are the only ones that functions may hand a role to', () => {
    const passes = [DRIVER, API, REGISTRAR].flatMap((role) =>
      statementsOf(template, role).filter(({ Action }) => Action === 'iam:PassRole'),
    );
    expect(passes).toHaveLength(3);
    for (const { Resource, Condition } of passes) {
      expect(JSON.stringify(Resource)).toMatch(/^\{"Fn::GetAtt":\["TimersRole/);
      expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
    }
  });
});

describe('flows without a role of their own', () => {
  test('reach only what is tagged for them', () => {
    const statements = statementsOf(template, 'DriverDefaultFlowRole');
    expect(statements).toHaveLength(1);
    expect(statements[0]?.Condition).toEqual({ StringEquals: { 'aws:ResourceTag/fdl:callable': 'true' } });
  });

  test('have a role that only the driver can take on', () => {
    const [role] = Object.entries(resourcesOf(template, 'AWS::IAM::Role')).filter(([id]) =>
      id.startsWith('DriverDefaultFlowRole'),
    );
    expect(role?.[1].Properties['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Principal: { AWS: { 'Fn::GetAtt': [expect.stringContaining(DRIVER), 'Arn'] } },
        },
      ],
    });
  });
});

test('no role has a policy that AWS manages', () => {
  for (const { Properties } of Object.values(ownOf(template, 'AWS::IAM::Role'))) {
    expect(Properties['ManagedPolicyArns']).toBeUndefined();
  }
});

test('no statement allows every action of a service', () => {
  const roles = Object.keys(resourcesOf(template, 'AWS::IAM::Role'));
  const actions = roles.flatMap((role) => allowed(statementsOf(template, role)).map(([action]) => action));
  expect(actions.length).toBeGreaterThan(20);
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

test('only a driver of a deployment with events puts some, of their own source on the named bus', () => {
  expect(mayDo(DRIVER)).not.toContain('events:PutEvents');
  const told = serviceTemplate({ events: 'ended', eventBus: 'operations' });
  const [puts] = statementsOf(told, DRIVER).filter(({ Action }) => Action === 'events:PutEvents');
  expect(JSON.stringify(puts?.Resource)).toContain(':event-bus/operations');
  expect(puts?.Condition).toEqual({ StringEquals: { 'events:source': 'fdl-on-aws' } });
  for (const role of [API, REGISTRAR])
    expect(allowed(statementsOf(told, role)).map(([action]) => action)).not.toContain('events:PutEvents');
});

test('a deployment with traces gives no function another right, and only then tells them of the receiver', () => {
  const variablesOf = (of: typeof template) =>
    Object.entries(resourcesOf(of, 'AWS::Lambda::Function')).flatMap(([id, { Properties }]) => {
      const { Variables = {} } = (Properties['Environment'] ?? {}) as { readonly Variables?: object };
      return Object.entries(Variables).flatMap(([name, value]) =>
        name === 'OTEL_EXPORTER_OTLP_ENDPOINT' ? [`${id.replace(/Function.*/, '')} ${value}`] : [],
      );
    });
  const tracesLayer = 'arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-collector-arm64-ver-0-117-0:1';
  const traced = serviceTemplate({ traces: 'http://localhost:4318', tracesLayer });
  for (const role of [API, DRIVER, REGISTRAR])
    expect(allowed(statementsOf(traced, role))).toEqual(allowed(statementsOf(template, role)));
  expect(variablesOf(template)).toEqual([]);
  expect(variablesOf(traced).toSorted()).toEqual([
    'Api http://localhost:4318',
    'Driver http://localhost:4318',
  ]);
  const layers = Object.entries(resourcesOf(traced, 'AWS::Lambda::Function')).filter(([, { Properties }]) =>
    JSON.stringify(Properties['Layers'] ?? []).includes(tracesLayer),
  );
  expect(layers.map(([id]) => id.replace(/Function.*/, ''))).toEqual(['Driver']);
});
