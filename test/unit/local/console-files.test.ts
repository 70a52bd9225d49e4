import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpServer, openHttpServer } from '../../../src/local/http-server.ts';

const home = mkdtempSync(join(tmpdir(), 'fdl-console-'));
const folder = join(home, 'dist');
let server: HttpServer;
let unbuilt: HttpServer;

const api = async () => ({ status: 200, headers: {}, body: '{"api":true}' });
const open = (consoleFolder: string) =>
  openHttpServer({ host: '127.0.0.1', port: 0, requestBytes: 1_000, consoleFolder }, api);

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<title>console</title>');
  writeFileSync(join(folder, 'config.json'), '{}');
  writeFileSync(join(folder, 'assets', 'index-Ab_1.js'), 'run()');
  writeFileSync(join(folder, '.env'), 'SECRET');
  writeFileSync(join(home, 'secret.txt'), 'SECRET');
  server = await open(folder);
  unbuilt = await open(join(home, 'nothing'));
});

afterAll(async () => {
  await server.close();
  await unbuilt.close();
  rmSync(home, { recursive: true });
});

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, { redirect: 'manual', ...init });

/** Sends a path as it is: fetch resolves dots before it sends. */
function getRaw(path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(`${server.url}`, { path }, async (response) => {
      const body = (await response.toArray()).join('');
      resolve({ status: response.statusCode ?? 0, body });
    })
      .on('error', reject)
      .end();
  });
}

describe('the console', () => {
  test('is where a browser that asks for the server lands', async () => {
    const answer = await get('/', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/console/']);
    expect((await get('/console')).headers.get('location')).toBe('/console/');
  });

  test('leaves the API its paths', async () => {
    expect(await (await get('/')).json()).toEqual({ api: true });
    expect(await (await get('/?Action=ListFlows', { headers: { accept: 'text/html' } })).json()).toEqual({
      api: true,
    });
    const posted = await get('/', { method: 'POST', headers: { accept: 'text/html' } });
    expect(await posted.json()).toEqual({ api: true });
  });

  test.each(['', 'flows', 'flows/hello/schedules', 'executions/hello/run-1'])(
    'is one page at /console/%s',
    async (path) => {
      const answer = await get(`/console/${path}`);
      expect(await answer.text()).toBe('<title>console</title>');
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  test('lets browsers keep the files that are named by their content, and no others', async () => {
    const script = await get('/console/assets/index-Ab_1.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/console/config.json')).headers.get('cache-control')).toBe('no-cache');
  });

  test('lets its page run nothing but its own scripts', async () => {
    const { headers } = await get('/console/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('answers HEAD without a body, and no other method', async () => {
    const head = await get('/console/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const post = await get('/console/', { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test.each([
    '/console/../secret.txt',
    '/console/assets/../../secret.txt',
    '/console/..%2fsecret.txt',
    '/console/%2e%2e/secret.txt',
    '/console//secret.txt',
    '/console/..\\secret.txt',
    '/console/.env',
    '/console/assets/missing.js',
  ])('has nothing at %s', async (path) => {
    expect(await getRaw(path)).toEqual({ status: 404, body: 'Not found\n' });
  });

  test('says how to build it while it is not built', async () => {
    const answer = await fetch(`${unbuilt.url}/console/flows`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm run console');
  });
});
