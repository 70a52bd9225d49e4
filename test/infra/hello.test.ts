import { execFileSync } from 'node:child_process';
import { Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { Hello } from '../../lib/hello/hello.ts';
import { FdlStack } from '../../lib/index.ts';
import { projectApp, statementsOf } from './service-template.ts';

function deployed() {
  const app = projectApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const stack = new FdlStack(app, 'FdlOnAws');
  new Hello(stack, 'Hello', { service: stack.service, url: stack.api.http.url });
  return { app, template: Template.fromStack(stack) };
}

describe('a fresh stack', () => {
  const { app, template } = deployed();

  test('has the flow hello, whose role may call one function', () => {
    template.hasResourceProperties('Custom::FdlFlow', { Name: 'hello' });
    expect(statementsOf(template, 'HelloFlowRole')).toMatchObject([
      {
        Action: 'lambda:InvokeFunction',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^HelloGreeter/), 'Arn'] },
      },
    ]);
  });

  test('is found in order by cdk-nag', () => {
    expect(() => app.synth()).not.toThrow();
  });
});

describe('the command that it prints', () => {
  const { Value } = Object.values(deployed().template.findOutputs('Hello'))[0] ?? {};

  /** As a shell takes it apart, with a URL and a region in it and `curl` replaced. */
  function wordsOf(env: Readonly<Record<string, string>>): readonly string[] {
    const [glue = '', parts = []]: [string, unknown[]] = Value['Fn::Join'];
    const text = parts
      .map((part) =>
        typeof part === 'string' ? part : JSON.stringify(part).includes('Region') ? 'eu-west-1' : 'api',
      )
      .join(glue);
    const printer = `curl() { printf '%s\\n' "$@"; }; ${text}`;
    return execFileSync('sh', ['-c', printer], { env, encoding: 'utf8' }).trimEnd().split('\n');
  }

  test('carries the session token of a caller that has one, and its body is JSON', () => {
    const words = wordsOf({
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'a b',
    });
    expect(words).toContain('x-amz-security-token: a b');
    expect(words).toContain('id:secret');
    expect(words).toContain('api/StartSyncExecution');
    expect(JSON.parse(words.at(-1) ?? '')).toEqual({ FlowName: 'hello', Input: { name: 'you' } });
  });

  test('says nothing of a token without one: curl would sign an empty header and not send it', () => {
    const words = wordsOf({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
    expect(words.filter((word) => word === '' || word.includes('token'))).toEqual([]);
    expect(words.filter((word) => word === '-H')).toHaveLength(1);
  });
});
