import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, test } from 'vitest';
import { type Binding, Flow, FlowDefinition } from '../../lib/index.ts';
import { definition, deploy, RESERVE, registrationOf, task } from './flow-template.ts';
import { allowed, projectApp, resourcesOf, statementsOf } from './service-template.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:elsewhere';

function functionIn(stack: Stack, id: string, seconds?: number): LambdaFunction {
  return new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({})'),
    ...(seconds !== undefined && { timeout: Duration.seconds(seconds) }),
  });
}

/** What is deployed of a flow whose only function is bound so. */
function bound(binding: (stack: Stack) => Binding, text = definition(task('reserve', RESERVE))) {
  return deploy((stack) => ({ definition: text, bindings: { [RESERVE]: binding(stack) } })).template;
}

const aliases = (template: Template) => Object.values(resourcesOf(template, 'AWS::Lambda::Alias'));
const configs = (template: Template) =>
  Object.values(resourcesOf(template, 'AWS::Lambda::EventInvokeConfig'));

describe('a function that replies by messages', () => {
  const template = bound((stack) => functionIn(stack, 'Reserve', 60));
  const replies = { 'Fn::ImportValue': 'FdlOnAws-ReplyQueueArn' };

  test('has an alias of its newest code that tells its timeout', () => {
    expect(aliases(template).map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({ Name: 'replies-60s', FunctionVersion: '$LATEST' }),
    ]);
  });

  test('is run once, soon or never, and has its results sent to the service', () => {
    expect(configs(template).map(({ Properties }) => Properties)).toEqual([
      {
        FunctionName: expect.anything(),
        Qualifier: 'replies-60s',
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
        DestinationConfig: { OnSuccess: { Destination: replies }, OnFailure: { Destination: replies } },
      },
    ]);
  });

  test('may send to the queue of replies and to no other, before Lambda looks', () => {
    expect(allowed(statementsOf(template, 'ReserveServiceRole'))).toEqual([
      ['sqs:SendMessage', JSON.stringify(replies)],
    ]);
    const [config] = Object.values(template.findResources('AWS::Lambda::EventInvokeConfig'));
    expect(config?.['DependsOn']).toEqual([
      expect.stringMatching(/^ReserveFdlRepliesAlias/),
      expect.stringMatching(/^ReserveServiceRoleDefaultPolicy/),
    ]);
  });

  test('is called by its alias, and by itself when the alias is gone', () => {
    expect(JSON.stringify(registrationOf(template)?.['Definition'])).toMatch(
      /resourceArn: ",\{"Ref":"ReserveFdlRepliesAlias/,
    );
    expect(allowed(statementsOf(template, 'TripRole'))).toEqual([
      ['lambda:InvokeFunction', expect.stringMatching(/"Fn::GetAtt":\["Reserve[^"]+","Arn"\]/)],
      ['lambda:InvokeFunction', expect.stringMatching(/^\{"Ref":"ReserveFdlRepliesAlias/)],
    ]);
    const [registration] = Object.values(template.findResources('Custom::FdlFlow'));
    expect(registration?.['DependsOn']).toContainEqual(expect.stringMatching(/^ReserveFdlRepliesConfig/));
  });

  test('is set up once for all flows that call it', () => {
    const stack = new Stack(projectApp(), 'Shop');
    const reserve = functionIn(stack, 'Reserve', 60);
    for (const id of ['One', 'Two'])
      new Flow(stack, id, {
        definition: definition(task('reserve', RESERVE)),
        bindings: { [RESERVE]: reserve },
      });
    expect(aliases(Template.fromStack(stack))).toHaveLength(1);
  });
});

describe('a driver waits', () => {
  test.each<[string, (stack: Stack) => Binding]>([
    ['a function with the timeout of those that state none', (stack) => functionIn(stack, 'Reserve')],
    ['one with three seconds', (stack) => functionIn(stack, 'Reserve', 3)],
    ['one that asks for it', (stack) => ({ function: functionIn(stack, 'Reserve', 60), wait: 'driver' })],
    ['one of another app', (stack) => LambdaFunction.fromFunctionArn(stack, 'Reserve', ARN)],
    [
      'an alias',
      (stack) => {
        const reserve = functionIn(stack, 'Reserve', 60);
        return reserve.addAlias('live');
      },
    ],
  ])('for %s', (_what, binding) => {
    expect(configs(bound(binding))).toEqual([]);
  });

  test('for a function that only takes tasks for workers', () => {
    const callback = definition(task('reserve', RESERVE, '    pattern: waitForCallback\n'));
    expect(configs(bound((stack) => functionIn(stack, 'Reserve', 60), callback))).toEqual([]);
  });

  test('for a function whose versions and aliases the definition names', () => {
    const qualified = FlowDefinition.fromText(
      `version: v1\ntype: flow\nsteps:\n${task('live', RESERVE.replace('trip', 'trip.live'))}`,
    );
    expect(configs(bound((stack) => functionIn(stack, 'Reserve', 60), qualified))).toEqual([]);
  });
});

test('A short function replies by messages when its binding asks for it', () => {
  const template = bound((stack) => ({ function: functionIn(stack, 'Reserve'), wait: 'reply' }));
  expect(aliases(template)[0]?.Properties['Name']).toBe('replies-3s');
});

test('A function of another app does when its timeout and role are known', () => {
  const template = bound((stack) => {
    const role = Role.fromRoleArn(stack, 'RoleElsewhere', 'arn:aws:iam::000000000000:role/elsewhere');
    const elsewhere = LambdaFunction.fromFunctionAttributes(stack, 'Elsewhere', { functionArn: ARN, role });
    return { function: elsewhere, wait: 'reply', timeout: Duration.minutes(15) };
  });
  expect(aliases(template)[0]?.Properties).toMatchObject({ FunctionName: 'elsewhere', Name: 'replies-900s' });
});

describe('is refused at synthesis', () => {
  test.each<[string, (stack: Stack) => Binding, RegExp]>([
    [
      'a version or an alias',
      (stack) => ({ function: functionIn(stack, 'Reserve', 60).currentVersion, wait: 'reply' }),
      /is a version or an alias: bind the function, set up an alias like live-replies-60s by hand/,
    ],
    [
      'a function of unknown timeout',
      (stack) => ({ function: LambdaFunction.fromFunctionArn(stack, 'Reserve', ARN), wait: 'reply' }),
      /Shop\/Reserve is not of this app: state its timeout/,
    ],
    [
      'a function of unknown role',
      (stack) => ({
        function: LambdaFunction.fromFunctionArn(stack, 'Reserve', ARN),
        wait: 'reply',
        timeout: Duration.minutes(1),
      }),
      /has no known role/,
    ],
    [
      'a timeout that is not that of the function',
      (stack) => ({
        function: functionIn(stack, 'Reserve', 60),
        timeout: Duration.seconds(30),
        wait: 'reply',
      }),
      /has a timeout of 60 seconds, not of 30/,
    ],
    [
      'a timeout that is too long',
      (stack) => ({ function: functionIn(stack, 'Reserve', 1_000) }),
      /has a timeout of 1000 seconds; allowed are 900/,
    ],
    [
      'an alias of the same name with settings of its own',
      (stack) => {
        const reserve = functionIn(stack, 'Reserve', 60);
        reserve.addAlias('replies-60s', { retryAttempts: 2 });
        return reserve;
      },
      /has an alias replies-60s of its own, Shop\/.*: rename it, or wait: 'driver'/,
    ],
  ])('%s', (_what, binding, message) => {
    expect(() => bound(binding)).toThrow(message);
  });

  test('a name without a qualifier that stands for others, too', () => {
    const both = FlowDefinition.fromText(
      `version: v1\ntype: flow\nsteps:\n${task('any', RESERVE)}${task('live', RESERVE.replace('trip', 'trip.live'))}`,
    );
    expect(() =>
      bound((stack) => ({ function: functionIn(stack, 'Reserve', 60), wait: 'reply' }), both),
    ).toThrow(
      /stands for acs:fc:::services\/trip.live\/functions\/reserve, too: bind each by its whole name/,
    );
  });
});
