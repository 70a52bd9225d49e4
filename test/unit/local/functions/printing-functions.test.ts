import { afterEach, describe, expect, test } from 'vitest';
import { PRINTED_BYTES } from '../../../../src/local/functions/print-allowance.ts';
import { untilPasses } from '../../../helpers/until-passes.ts';
import { callOf, type OpenFunctions, openFunctions, outputOf } from './functions-folder.ts';

let opened: OpenFunctions | undefined;

function open(files: Record<string, string>): OpenFunctions {
  opened = openFunctions(files);
  return opened;
}

afterEach(async () => {
  await opened?.functions.close();
  opened = undefined;
});

const FINE = 'exports.handler = async () => ({ ok: true })';

const SIX_MEGABYTES = `yes ${'y'.repeat(200)} | head -c 6000000`;

/** Each prints six megabytes. */
const FLOODS = {
  'console.log': [
    'js',
    `exports.handler = async () => {
      for (let i = 0; i < 30000; i += 1) { console.log('y'.repeat(199)); if (i % 200 === 0) await new Promise(setImmediate) }
      return { ok: true } }`,
  ],
  'text without line breaks': [
    'js',
    `exports.handler = async () => {
      for (let i = 0; i < 600; i += 1) { process.stderr.write('y'.repeat(10000)); await new Promise(setImmediate) }
      return { ok: true } }`,
  ],
  print: [
    'py',
    `def handler(event, context):
  for _ in range(30000): print("y" * 199)
  return {"ok": True}`,
  ],
  'a helper with inherited streams': [
    'js',
    `exports.handler = () => new Promise((done) =>
      require('child_process').spawn('sh', ['-c', '${SIX_MEGABYTES}'], { stdio: 'inherit' }).on('exit', () => done({ ok: true })))`,
  ],
  'a helper with inherited streams of Python': [
    'py',
    `import subprocess
def handler(event, context):
  subprocess.run('${SIX_MEGABYTES}', shell=True)
  return {"ok": True}`,
  ],
} as const;

describe('a flood of output', () => {
  test.each(Object.entries(FLOODS))(
    'by %s is bounded, counted and said, and neighbours go on',
    async (_by, [language, code]) => {
      const { functions, lines } = open({ [`shop/flood.${language}`]: code, 'shop/fine.js': FINE });
      await functions.invoke(callOf('fine'));
      const before = process.memoryUsage.rss();
      const flood = functions.invoke(callOf('flood'));
      for (let at = 0; at < 10; at += 1) {
        expect(outputOf(await functions.invoke(callOf('fine')))).toEqual({ ok: true });
      }
      expect(outputOf(await flood)).toEqual({ ok: true });
      const grown = process.memoryUsage.rss() - before;
      // The last dropped lines are told at the end of the process at the latest.
      await functions.close();
      expect(
        lines.some((line) =>
          /stderr .*\d+ bytes of output were dropped: a call may print 1048576$/.test(line),
        ),
      ).toBe(true);
      const printed = lines.reduce((sum, line) => sum + line.length, 0);
      expect(printed).toBeGreaterThan(PRINTED_BYTES / 2);
      expect(printed).toBeLessThan(3 * PRINTED_BYTES);
      expect(grown).toBeLessThan(100 * 1024 * 1024);
    },
  );
});

describe('a character whose bytes come in several writes', () => {
  test.each([
    [
      'js',
      'const b = Buffer.from("é😀"); exports.handler = async () => { for (const byte of b) process.stdout.write(Buffer.of(byte)); process.stdout.write("\\n"); return {} }',
    ],
    [
      'js',
      'const b = Buffer.from("é😀"); exports.handler = async () => { for (const byte of b) require("fs").writeSync(1, Buffer.of(byte)); return {} }',
    ],
    [
      'py',
      'import sys\ndef handler(event, context):\n  for byte in "é😀".encode():\n    sys.stdout.buffer.write(bytes((byte,)))\n    sys.stdout.flush()\n  return {}',
    ],
    [
      'py',
      'import os\ndef handler(event, context):\n  for byte in "é😀\\n".encode(): os.write(2, bytes((byte,)))\n  return {}',
    ],
  ])('stays whole (%s: %s)', async (language, code) => {
    const { functions, lines } = open({ [`shop/f.${language}`]: code });
    await functions.invoke(callOf('f'));
    await functions.close();
    await untilPasses(() => expect(lines.map((line) => line.split(' ').at(-1))).toEqual(['é😀']));
  });
});

test('calls that print at the same time do not mix their lines', async () => {
  const { functions, lines } = open({
    'shop/js.js': `exports.handler = async ({ name }) => { for (let i = 0; i < 20; i += 1) { process.stdout.write(name); await null; process.stdout.write(name + '\\n') } return {} }`,
    'shop/py.py':
      'import time\ndef handler(event, context):\n  for _ in range(20):\n    print(event["name"], end="")\n    time.sleep(0.001)\n    print(event["name"])\n  return {}',
  });
  const names = ['a', 'b', 'c'];
  await Promise.all(names.flatMap((name) => ['js', 'py'].map((f) => functions.invoke(callOf(f, { name })))));
  for (const name of names) {
    expect(lines.filter((line) => line === `run-1 stdout ${name}${name}`)).toHaveLength(40);
  }
  expect(lines).toHaveLength(120);
});
