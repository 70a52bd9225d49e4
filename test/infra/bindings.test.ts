import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { FdlStack } from '../../lib/index.ts';
import { ownOf, projectApp, resourcesOf, serviceTemplate } from './service-template.ts';

/** Lambda's limit on all variables of a function. */
const MOST_VARIABLE_BYTES = 4_096;

function bindings(count: number): Readonly<Record<string, string>> {
  const all = Array.from({ length: count }, (_, index) => [
    `acs:fc:cn-hangzhou:1234567890123456:services/warehouse/functions/pick-${index}`,
    `arn:aws:lambda:eu-central-1:111122223333:function:warehouse-pick-${index}`,
  ]);
  return Object.fromEntries(all);
}

test('Any number of bindings reaches every function, as a file and not as a variable', () => {
  const given = bindings(1_000);
  const app = projectApp({ bindings: given });
  const stack = new FdlStack(app, 'FdlOnAws');
  const template = Template.fromStack(stack);
  const functions = Object.values(ownOf(template, 'AWS::Lambda::Function'));
  expect(functions).toHaveLength(3);
  for (const { Properties } of functions) {
    expect(Properties['Layers']).toEqual([{ Ref: expect.stringMatching(/^Bindings/) }]);
    const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
    expect(Variables['BINDINGS_FILE']).toBe('/opt/bindings.json');
    expect(JSON.stringify(Variables).length).toBeLessThan(MOST_VARIABLE_BYTES);
  }
  const [layer] = Object.values(resourcesOf(template, 'AWS::Lambda::LayerVersion'));
  const [asset] = /[0-9a-f]{64}/.exec(JSON.stringify(layer?.Properties['Content'])) ?? [];
  const file = join(App.of(stack)?.outdir ?? '', `asset.${asset}`, 'bindings.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(given);
});

test('Without bindings there is no layer', () => {
  expect(resourcesOf(serviceTemplate(), 'AWS::Lambda::LayerVersion')).toEqual({});
});
