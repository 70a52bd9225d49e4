import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith } from './functions-folder.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const RUNNER = fileURLToPath(new URL('../../../../src/local/functions/function-runner.ts', import.meta.url));
const IS_STRIPPER_LOADED =
  'exports.handler = () => process.moduleLoadList.some((name) => name.includes("amaro"))';

/** Whether a new process of a function had to load what strips types, as the second of two calls tells. */
function isStripperLoaded(cache: string, folder: string): boolean {
  const script = `
    const { FunctionRunner } = await import(${JSON.stringify(RUNNER)});
    const { callOf } = await import(${JSON.stringify(join(HERE, 'functions-folder.ts'))});
    const endpoints = { api: 'http://127.0.0.1:1', queues: 'http://127.0.0.1:2' };
    const runner = new FunctionRunner(() => ({ directories: [${JSON.stringify(folder)}], endpoints }), () => {});
    await runner.invoke(callOf('asks'));
    console.log((await runner.invoke(callOf('asks'))).output);
    await runner.close();`;
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  const args = ['--input-type=module', '--eval', script];
  return JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' }));
}

test('what a process of a function has compiled, the next one need not compile again', () => {
  const cache = mkdtempSync(join(tmpdir(), 'fdl-compile-cache-'));
  const folder = folderWith({ 'shop/asks.js': IS_STRIPPER_LOADED });
  expect(isStripperLoaded(cache, folder)).toBe(true);
  expect(isStripperLoaded(cache, folder)).toBe(false);
});
