import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ENVIRONMENT } from '../../lambdas/environment.ts';
import { FdlStack } from '../../lib/index.ts';
import { PROJECT, resourcesOf } from './service-template.ts';

// The real bundles, made once: what `npx cdk deploy` uploads.
const outdir = mkdtempSync(join(tmpdir(), 'fdl-synth-'));
const app = new App({ outdir, builtinCloudFormationValidation: false, context: { ...PROJECT, mns: true } });
const template = Template.fromStack(new FdlStack(app, 'FdlOnAws'));
app.synth();

/** The code of the function whose logical id begins so. */
function bundleOf(prefix: string): string {
  const functions = Object.entries(resourcesOf(template, 'AWS::Lambda::Function'));
  const [code] = functions
    .filter(([id]) => id.startsWith(prefix))
    .map(([, resource]) => resource.Properties['Code']);
  const { S3Key } = code as { readonly S3Key: string };
  return join(outdir, `asset.${S3Key.replace('.zip', '')}`, 'index.mjs');
}

/** The AWS services whose clients are in a bundle. */
function clientsIn(bundle: string): readonly string[] {
  const found = readFileSync(bundle, 'utf8').matchAll(/serviceId:\w*\??\.?\w*(?:\?\?)?"([A-Za-z ]+)"/g);
  return [...new Set([...found].map(([, service = '']) => service))].toSorted();
}

/** What is larger takes too long to start. */
const MAX_BYTES = 630_000;

const ENGINE_CLIENTS = ['DynamoDB', 'SQS', 'Scheduler'];

describe.each([
  ['Api', ENGINE_CLIENTS],
  ['Registrar', ENGINE_CLIENTS],
  ['Mns', ['SNS', 'SQS']],
  ['Driver', [...ENGINE_CLIENTS, 'Lambda', 'STS'].toSorted()],
])('the bundle of %s', (prefix, clients) => {
  const bundle = bundleOf(prefix);

  test('is small enough to start fast', () => {
    expect(readFileSync(bundle).byteLength).toBeLessThanOrEqual(MAX_BYTES);
  });

  test('holds the clients that the function uses and no other', () => {
    expect(clientsIn(bundle)).toEqual(clients);
  });

  test('loads on its own and has a handler', () => {
    const names = Object.values(ENVIRONMENT).filter((name) => name !== ENVIRONMENT.bindingsFile);
    const variables = Object.fromEntries(names.map((name) => [name, 'arn:aws:sqs:us-east-1:000000000000:x']));
    const script = `const { handler } = await import(${JSON.stringify(bundle)}); console.log(typeof handler);`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...variables, [ENVIRONMENT.limitsProfile]: 'default', AWS_REGION: 'us-east-1' },
      encoding: 'utf8',
    });
    expect(printed.trim()).toBe('function');
  });
});
