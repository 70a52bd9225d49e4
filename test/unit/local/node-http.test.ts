import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SERVER = fileURLToPath(new URL('../../../src/local/open-parts.ts', import.meta.url));

test('a server without TLS loads neither TLS nor undici to start', () => {
  const script = `await import(${JSON.stringify(SERVER)}); console.log(process.moduleLoadList.join('\\n'))`;
  const loaded = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  }).split('\n');
  expect(loaded).toContain('NativeModule http');
  expect(loaded.filter((name) => /undici|NativeModule (tls|https)$/.test(name))).toEqual([]);
});
