import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFunction } from '../../../../src/local/functions/find-function.ts';
import type { FunctionCall } from '../../../../src/ports/task-targets.ts';
import { folderWith } from './functions-folder.ts';

const folder = folderWith({
  'shop/pay.js': '',
  'shop/pay.py': '',
  'shop/ship-all.ts': '',
  'shop.online/pay.mjs': '',
  'shop.1/pay.py': '',
  'shop-eu/pay.js': '',
  'secret.js': '',
});
const second = folderWith({ 'shop/pay.js': '', 'shop/refund.js': '', 'mail.blue/send.js': '' });

function fc(service: string, functionName: string, qualifier?: string): FunctionCall['target'] {
  const target = { kind: 'function', resourceArn: 'acs:fc:…', service, functionName } as const;
  return qualifier === undefined ? target : { ...target, qualifier };
}

function find(target: FunctionCall['target']): string {
  const found = findFunction(target, [folder, second]);
  return 'file' in found
    ? found.file.replace(folder, '1').replace(second, '2')
    : `${found.failure.error} ${JSON.parse(found.failure.cause).errorMessage}`;
}

test.each([
  ['shop', 'pay', undefined, '1/shop/pay.js'],
  ['shop', 'pay', 'LATEST', '1/shop/pay.js'],
  ['shop', 'pay', 'online', '1/shop.online/pay.mjs'],
  ['shop', 'pay', '1', '1/shop.1/pay.py'],
  ['shop', 'refund', undefined, '2/shop/refund.js'],
  ['mail', 'send', 'blue', '2/mail.blue/send.js'],
])('finds %s / %s with qualifier %s in the first folder that has it', (service, name, qualifier, file) => {
  expect(find(fc(service, name, qualifier))).toBe(join(file));
});

test.each([
  ['shop-pay', undefined, '1/shop/pay.js'],
  ['shop-ship-all', undefined, '1/shop/ship-all.ts'],
  ['shop-eu-pay', '$LATEST', '1/shop-eu/pay.js'],
  ['shop-pay', 'online', '1/shop.online/pay.mjs'],
])('reads the Lambda name %s (%s) as service and function', (functionName, qualifier, file) => {
  const target = { kind: 'function', resourceArn: 'arn:aws:lambda:…', functionName } as const;
  expect(find(qualifier === undefined ? target : { ...target, qualifier })).toBe(join(file));
});

test('an unknown service, function or qualifier is told with what was looked for and where', () => {
  const where = `in ${folder}, ${second}`;
  expect(find(fc('toys', 'pay'))).toBe(
    `FC.ServiceNotFound acs:fc:…: there is no toys/pay.{js,ts,mjs,py} ${where}`,
  );
  expect(find(fc('shop', 'fly'))).toBe(
    `FC.FunctionNotFound acs:fc:…: there is no shop/fly.{js,ts,mjs,py} ${where}`,
  );
  expect(find(fc('shop', 'pay', 'blue'))).toContain(
    'FC.FunctionNotFound acs:fc:…: there is no shop.blue/pay.',
  );
  expect(find(fc('mail', 'send'))).toContain('FC.FunctionNotFound');
  expect(find({ kind: 'function', resourceArn: 'arn', functionName: 'a-b-c' })).toContain(
    'FC.FunctionNotFound arn: there is no a-b/c.{js,ts,mjs,py} or a/b-c.{js,ts,mjs,py}',
  );
});

test.each([
  ['..', 'secret'],
  ['.', 'secret'],
  ['shop/..', 'secret'],
  ['shop', '../secret'],
  ['shop', '..\\secret'],
  ['shop', 'pay.js\0'],
  ['', 'secret'],
  ['shop', ''],
])('no path hides in the names %j and %j', (service, functionName) => {
  expect(find(fc(service, functionName))).toMatch(
    /^FC\.(Service|Function)NotFound .*no file can have that name$/,
  );
  expect(find(fc('shop', 'pay', '../shop'))).toContain('no file can have that name');
});

test('a link is followed as its owner made it, and its target has no name of its own', () => {
  const outside = folderWith({ 'elsewhere/run.js': '' });
  const linked = folderWith({ 'here/real.js': '' });
  symlinkSync(join(outside, 'elsewhere'), join(linked, 'shared'));
  expect(findFunction(fc('shared', 'run'), [linked])).toMatchObject({ file: join(linked, 'shared/run.js') });
  expect(findFunction(fc('elsewhere', 'run'), [linked])).toHaveProperty('failure');
});

test('without folders nothing is found', () => {
  const found = findFunction(fc('shop', 'pay'), []);
  expect('failure' in found && found.failure.cause).toContain('any functions folder: none is configured');
});
