import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../examples/runner/worker-process.ts';
import { CDK_APP } from './cdk-app.ts';
import { developedWith, MANIFEST, makeApp, oldNode, outsideEnv, runIn, succeed } from './installed-app.ts';

// The package as others get it: packed, installed into empty folders, and used there. Needs the registry of npm.

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MINUTES = 60_000;
const MAX_BYTES = 5_000_000;

const folder = mkdtempSync(join(tmpdir(), 'fdl-package-'));
const tarball = join(folder, `fdl-on-aws-${MANIFEST.version}.tgz`);

beforeAll(async () => {
  await succeed(ROOT, 'npm', ['pack', '--pack-destination', folder]);
}, 5 * MINUTES);

describe('the tarball', () => {
  test('is small', () => {
    expect(statSync(tarball).size).toBeLessThanOrEqual(MAX_BYTES);
  });

  test('holds what is built, the programs, the licence and what to read, and nothing else', async () => {
    const files = (await succeed(folder, 'tar', ['-tzf', tarball])).trim().split('\n');
    const roots = new Set(files.map((file) => file.replace(/^package\/([^/]+).*$/s, '$1')));
    expect([...roots].toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'bin',
      'dist',
      'package.json',
    ]);
    const sources = files.filter((file) =>
      /(?<!\.d)\.tsx?$|\.test\.|\/(bench|test|cdk\.out|node_modules)\//.test(file),
    );
    expect(sources).toEqual([]);
  });

  test('tells the licences of the packages that are bundled', async () => {
    const read = (file: string) => succeed(folder, 'tar', ['-xzOf', tarball, `package/dist/${file}`]);
    const functions = await read('THIRD-PARTY-LICENSES.txt');
    for (const name of ['@aws-sdk/client-dynamodb', '@aws-sdk/client-s3', '@middy/core', 'fflate'])
      expect(functions).toContain(`${name} `);
    expect(await read('console/dist/licenses.md')).toContain('## react - ');
  });
});

describe('installed beside nothing', () => {
  const app = join(folder, 'app');
  const functions = {
    'functions/shop/price.ts':
      'export async function handler(event: { article: string }): Promise<object> {\n  return { price: event.article.length };\n}\n',
    'functions/shop/tax.py': 'def handler(event, context):\n    return {"tax": event["price"] * 2}\n',
  };
  const flow = (step: string) => `version: v1\ntype: flow\nsteps:\n  - ${step}\n`;
  const call = (name: string) =>
    flow(`{type: task, name: call, resourceArn: 'acs:fc:::services/shop/functions/${name}'}`);

  beforeAll(async () => {
    await makeApp(app, [tarball], {
      ...functions,
      'flows/price.yaml': call('price'),
      'flows/tax.yaml': call('tax'),
      'flows/tax.test.yaml':
        'flow: tax.yaml\ncases:\n  - {name: taxed, tasks: {call: {output: {tax: 6}}}, expect: {output: {tax: 6}}}\n',
      'broken.yaml': flow('{type: sucede, name: done}'),
    });
  }, 5 * MINUTES);

  test('brings neither the CDK nor what only tests and bundles need', () => {
    const unwanted = ['aws-cdk-lib', 'constructs', 'esbuild', 'node', 'dynoxide', '@dynoxide', '@middy'];
    expect(unwanted.filter((name) => existsSync(join(app, 'node_modules', name)))).toEqual([]);
  });

  test('npx fdl tells the version', async () => {
    expect(await succeed(app, 'npx', ['fdl', '--version'])).toBe(`${MANIFEST.version}\n`);
  });

  test.skipIf(oldNode() === undefined)('fdl says in one sentence that a Node.js is too old', async () => {
    const program = join(app, 'node_modules/fdl-on-aws/bin/fdl.js');
    expect(await runIn(app, oldNode() ?? '', [program, '--version'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^fdl: Node\.js 24 or newer is needed, this is [\d.]+\n {5}install a newer one, then run this again\n$/,
      ),
    });
  });

  test('npx fdl validate accepts a good definition and shows where a bad one is wrong', async () => {
    expect(await succeed(app, 'npx', ['fdl', 'validate', 'flows/price.yaml'])).toBe(
      'flows/price.yaml: valid\n',
    );
    expect(await runIn(app, 'npx', ['fdl', 'validate', 'broken.yaml'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('broken.yaml:4:12 error unknown-value steps[0].type'),
    });
  });

  test('npx fdl test runs the cases of flows', async () => {
    expect(await succeed(app, 'npx', ['fdl', 'test', 'flows'])).toMatch(
      /^✓ flows\/tax.test.yaml {2}1 case.*\n\n1 passed in /,
    );
  });

  test('npx fdl graph draws a definition', async () => {
    expect(await succeed(app, 'npx', ['fdl', 'graph', 'flows/price.yaml'])).toMatch(/^<svg /);
  });

  test.each(['./server', './language', './testing'])('%s can be imported and has members', async (door) => {
    const script = `console.log(Object.keys(await import('fdl-on-aws${door.slice(1)}')).length)`;
    expect(
      Number(await succeed(app, process.execPath, ['--input-type=module', '-e', script])),
    ).toBeGreaterThan(0);
  });

  describe('fdl dev', () => {
    let server: ChildProcess | undefined;
    let ready: { readonly api: string; readonly console: string };

    beforeAll(async () => {
      const args = ['--port', '0', '--queue-port', '0', '--object-port', '0', '--examples', '--json'];
      server = spawn(
        join(app, 'node_modules/.bin/fdl'),
        ['dev', '--flows', 'flows', '--functions', 'functions', ...args],
        { cwd: app, env: outsideEnv(), stdio: ['ignore', 'pipe', 'ignore'] },
      );
      const lines = createInterface({ input: server.stdout as NodeJS.ReadableStream });
      const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(MINUTES) });
      ready = JSON.parse(line);
    }, MINUTES);

    afterAll(async () => {
      if (server === undefined || server.exitCode !== null) return;
      server.kill('SIGTERM');
      await once(server, 'exit');
    });

    /** The output of `fdl start --wait`, on both streams. */
    async function start(name: string, input: object): Promise<string> {
      const args = [
        'fdl',
        'start',
        name,
        '--input',
        JSON.stringify(input),
        '--wait',
        '--endpoint',
        ready.api,
      ];
      const { stdout, stderr } = await runIn(app, 'npx', args);
      return stdout + stderr;
    }

    test('runs a flow that calls a function in TypeScript', async () => {
      expect(await start('price', { article: 'pencil' })).toContain('{"price":6}');
    });

    test.skipIf(!hasProgram('python3'))('runs a flow that calls a function in Python', async () => {
      expect(await start('tax', { price: 3 })).toContain('{"tax":6}');
    });

    test('runs the examples, also those whose functions need an SDK', async () => {
      const polling = { video: 'intro.mov', checksNeeded: 1, pauseSeconds: 1, patience: 3 };
      expect(await start('status-polling', polling)).toContain('Succeeded');
      const packing = { game: 'none', version: '0', channels: ['dune'] };
      expect(await start('channel-packages', packing)).toContain('There is no mother/none-0.zip');
    });

    test('serves the console', async () => {
      const page = await fetch(ready.console);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<script')]);
    });
  });
});

describe('installed into a CDK app in TypeScript', () => {
  const app = join(folder, 'cdk-app');

  beforeAll(async () => {
    const packages = ['aws-cdk-lib', 'constructs', 'typescript', '@types/node'].map(developedWith);
    await makeApp(app, [tarball, ...packages], CDK_APP);
    await succeed(app, 'npx', ['tsc', '-p', '.']);
  }, 5 * MINUTES);

  test('synthesizes the service and a flow without esbuild, with the handlers that were built', async () => {
    const printed = JSON.parse(await succeed(app, process.execPath, ['out/app.js']));
    expect(printed).toEqual({
      sameConstructs: true,
      said: expect.stringContaining('x.yaml:1:1 error'),
      drawn: expect.stringContaining('flowchart'),
      next: { times: ['1970-01-01T09:00:00.000Z'] },
      start: 'function',
      home: 0,
      ran: { price: 3, packed: true },
    });
    expect(existsSync(join(app, 'node_modules/esbuild'))).toBe(false);
    expect(globSync('cdk.out/*.template.json', { cwd: app }).toSorted()).toEqual([
      'cdk.out/FdlConsole.template.json',
      'cdk.out/FdlOnAws.template.json',
      'cdk.out/Shop.template.json',
    ]);
    const template = readFileSync(join(app, 'cdk.out/FdlOnAws.template.json'), 'utf8');
    const codes = [...new Set(template.match(/(?<="S3Key":\s*")\w+(?=\.zip")/g))];
    const bundles = codes.filter((code) => existsSync(join(app, `cdk.out/asset.${code}/index.mjs`)));
    expect(bundles).toHaveLength(3);
    expect(readFileSync(join(app, 'cdk.out/Shop.template.json'), 'utf8')).toContain('Custom::FdlFlow');
  });

  test('finds all doors of the package', async () => {
    const doors = Object.keys(MANIFEST.exports).filter((door) => !door.endsWith('.json'));
    const script = `for (const door of ${JSON.stringify(doors)}) await import('fdl-on-aws' + door.slice(1));
      const { default: openApi } = await import('fdl-on-aws/schema/openapi.json', { with: { type: 'json' } });
      if (openApi.openapi !== '3.1.1') throw new Error('no OpenAPI document');
      const { default: schema } = await import('fdl-on-aws/schema/fdl.json', { with: { type: 'json' } });
      console.log(schema.definitions.step === undefined ? 'no schema' : 'all')`;
    expect(await succeed(app, process.execPath, ['--input-type=module', '-e', script])).toBe('all\n');
  });
});
