import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ConsoleStack } from '../../lib/console/console-stack.ts';
import { FdlStack } from '../../lib/index.ts';
import { type Flags, projectApp, resourcesOf } from './service-template.ts';

function consoleOf(flags: Flags = {}) {
  const app = projectApp(flags);
  const { api } = new FdlStack(app, 'FdlOnAws');
  return { app, stack: new ConsoleStack(app, 'FdlConsole', { api, isProtected: false }) };
}

const template = Template.fromStack(consoleOf().stack);

describe('users of the console', () => {
  test('are those an administrator has added, and no others', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 12 }) },
    });
  });

  test('sign in by code, without a secret in the page, and come back to the page only', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      CallbackURLs: [Match.objectLike({ 'Fn::Join': ['', Match.arrayWith(['/console/'])] })],
    });
  });

  test('reach operations of the API by one route, which asks for their token', () => {
    const [route, ...others] = Object.values(resourcesOf(template, 'AWS::ApiGatewayV2::Route'));
    expect(others).toEqual([]);
    expect(route?.Properties).toMatchObject({
      RouteKey: 'POST /api/{operation}',
      AuthorizationType: 'JWT',
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Audience: [Match.anyValue()], Issuer: Match.anyValue() },
    });
  });
});

describe('the pages', () => {
  test('lie in a bucket that only CloudFront reads', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    template.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
  });

  test('run no script and talk to their own origin and the sign-in alone', () => {
    const [headers] = Object.values(resourcesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy'));
    const text = JSON.stringify(headers?.Properties);
    expect(text).toContain("default-src 'none'; script-src 'self'; ");
    expect(text).toContain("connect-src 'self' https://");
    expect(text).toContain("frame-ancestors 'none'");
  });

  test('are told where the API is and how to sign in', () => {
    const [deployment] = Object.values(resourcesOf(template, 'Custom::CDKBucketDeployment'));
    const told = JSON.stringify(deployment?.Properties['SourceMarkers']);
    for (const part of ['UsersPool', 'UsersPoolClient', 'UsersPoolDomain']) expect(told).toContain(part);
  });
});

describe('a path in the origin of the console', () => {
  const source = readFileSync(new URL('../../lib/console/console-router.js', import.meta.url), 'utf8');
  const route = (uri: string): { readonly uri?: string; readonly statusCode?: number } =>
    runInNewContext(`${source}; handler(event)`, { event: { request: { uri } } });

  test.each([
    ['/console/', '/console/index.html'],
    ['/console/executions/trip/e-1', '/console/index.html'],
    ['/console/assets/index-a1.js', '/console/assets/index-a1.js'],
    ['/console/config.json', '/console/config.json'],
  ])('%s is answered by %s', (uri, file) => {
    expect(route(uri).uri).toBe(file);
  });

  test.each(['/', '/index.html', '/console'])('%s leads to the console', (uri) => {
    expect(route(uri)).toMatchObject({ statusCode: 302, headers: { location: { value: '/console/' } } });
  });
});
