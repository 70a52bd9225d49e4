import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { bundleHandler } from '../../build/bundle.ts';
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

/** A larger bundle takes too long to start. */
const MAX_BYTES = 632_000;

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

test('Errors of a client in a bundle are of their classes, by which the adapters know them', async () => {
  const clients = globSync('node_modules/@aws-sdk/client-*').map((path) => resolve(path));
  const folder = mkdtempSync(join(tmpdir(), 'fdl-errors-'));
  const imports = clients.map((client, at) => `import * as c${at} from ${JSON.stringify(client)};`);
  const entry = join(folder, 'errors.ts');
  writeFileSync(
    entry,
    `${imports.join('\n')}
    const classes = [${clients.map((_, at) => `...Object.values(c${at})`).join(', ')}]
      .filter((value) => typeof value === 'function' && value.prototype instanceof Error);
    const isOfItsClass = (Class) => new Class({ name: 'any', message: '', $fault: 'client', $metadata: {} }) instanceof Class;
    console.log(JSON.stringify({ count: classes.length, wrong: classes.filter((Class) => !isOfItsClass(Class)).length }));`,
  );
  await bundleHandler(entry, join(folder, 'out'));
  const printed = execFileSync(process.execPath, [join(folder, 'out', 'index.mjs')], { encoding: 'utf8' });
  const { count, wrong } = JSON.parse(printed);
  expect(clients.map((path) => basename(path))).toContain('client-dynamodb');
  expect(count).toBeGreaterThan(100);
  expect(wrong).toBe(0);
});
