import { afterEach, describe, expect, test } from 'vitest';
import { callOf, failureOf, type OpenFunctions, openFunctions, outputOf } from './functions-folder.ts';

let opened: OpenFunctions | undefined;

function open(code: string): OpenFunctions {
  opened = openFunctions({ 'shop/f.py': code });
  return opened;
}

afterEach(async () => {
  await opened?.functions.close();
  opened = undefined;
});

describe('what ordinary Python does works:', () => {
  test.each([
    [
      'an event loop',
      'import asyncio\nasync def main(): return {"ok": True}\ndef handler(event, context): return asyncio.get_event_loop().run_until_complete(main())',
    ],
    [
      'asyncio.run',
      'import asyncio\nasync def main(): return {"ok": True}\ndef handler(event, context): return asyncio.run(main())',
    ],
    [
      'a database connection of the module',
      'import sqlite3\ndb = sqlite3.connect(":memory:")\ndef handler(event, context): return {"ok": db.execute("select 1").fetchone() == (1,)}',
    ],
    [
      'signals',
      'import signal\ndef handler(event, context):\n  signal.signal(signal.SIGALRM, lambda *a: None)\n  return {"ok": True}',
    ],
    [
      'the main thread',
      'import threading\ndef handler(event, context): return {"ok": threading.current_thread() is threading.main_thread()}',
    ],
    [
      'threads of its own',
      'import concurrent.futures as c\ndef handler(event, context):\n  with c.ThreadPoolExecutor(4) as pool: return {"ok": sum(pool.map(abs, [-1, 1])) == 2}',
    ],
    [
      'processes of its own',
      'import concurrent.futures as c\ndef handler(event, context):\n  with c.ProcessPoolExecutor(2) as pool: return {"ok": sum(pool.map(abs, [-1, 1])) == 2}',
    ],
    [
      'the bytes below a stream',
      'import sys\ndef handler(event, context):\n  sys.stdout.buffer.write(b"bytes\\n")\n  return {"ok": True}',
    ],
    [
      'streams set up anew',
      'import sys\ndef handler(event, context):\n  sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)\n  sys.stdout.writelines(["a\\n"])\n  return {"ok": not sys.stdout.closed and not sys.stdout.isatty()}',
    ],
    [
      'an event that is a dict',
      'def handler(event, context): return {"ok": type(event) is dict and event["k"] == 1}',
    ],
    [
      'a subprocess on its stream',
      'import subprocess, sys\ndef handler(event, context):\n  subprocess.run(["echo", "x"], stdout=sys.stdout, check=True)\n  return {"ok": True}',
    ],
    [
      'modules beside it, and not those of the host',
      'import importlib.util\nimport helper\ndef handler(event, context): return {"ok": helper.ok and importlib.util.find_spec("fdl_host.main") is not None and importlib.util.find_spec("host") is None}',
    ],
  ])('%s', async (_what, code) => {
    opened = openFunctions({ 'shop/f.py': code, 'shop/helper.py': 'ok = True' });
    for (let at = 0; at < 2; at += 1) {
      expect(outputOf(await opened.functions.invoke(callOf('f', { k: 1 })))).toEqual({ ok: true });
    }
  });
});

describe('an answer does not depend on the streams:', () => {
  test.each([
    [
      'replaced',
      'import io, sys\ndef handler(event, context):\n  sys.stdout = io.StringIO()\n  sys.stderr = io.StringIO()\n  print("x")\n  return {"ok": True}',
    ],
    [
      'None',
      'import sys\ndef handler(event, context):\n  sys.stdout = sys.stderr = None\n  print("x")\n  return {"ok": True}',
    ],
    [
      'closed',
      'import sys\ndef handler(event, context):\n  sys.stdout.close()\n  sys.stderr.close()\n  return {"ok": True}',
    ],
    [
      'detached',
      'import sys\ndef handler(event, context):\n  try: sys.stdout.detach()\n  except ValueError: pass\n  return {"ok": True}',
    ],
    [
      'deleted',
      'import sys\ndef handler(event, context):\n  for name in ("stdout", "stderr"):\n    if hasattr(sys, name): delattr(sys, name)\n  return {"ok": True}',
    ],
    [
      'replaced at import',
      'import io, sys\nsys.stdout = sys.stderr = io.StringIO()\ndef handler(event, context):\n  print("x")\n  return {"ok": True}',
    ],
    [
      'broken',
      'import sys\nclass Broken:\n  def __getattr__(self, name): raise RuntimeError("no")\ndef handler(event, context):\n  sys.stdout = sys.stderr = Broken()\n  return {"ok": True}',
    ],
    [
      'what the host uses, replaced',
      'import json, os, sys, traceback\ndef handler(event, context):\n  json.dumps = json.JSONEncoder = os.write = os.read = os.getpid = traceback.format_tb = None\n  return {"ok": True}',
    ],
  ])('%s', async (_what, code) => {
    const { functions } = open(code);
    for (let at = 0; at < 3; at += 1) {
      expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ ok: true });
    }
  });

  test('redirected in several calls at once', async () => {
    const { functions } = open(`import contextlib, io, time
def handler(event, context):
  buffer = io.StringIO()
  with contextlib.redirect_stdout(buffer):
    print("captured", event["at"])
    time.sleep(0.2)
  return {"text": buffer.getvalue()}`);
    const outcomes = await Promise.all([0, 1, 2].map((at) => functions.invoke(callOf('f', { at }))));
    expect(outcomes.map(outputOf)).toEqual([0, 1, 2].map((at) => ({ text: `captured ${at}\n` })));
  });
});

describe('an error whose own code misbehaves fails its call at once:', () => {
  const UNREADABLE = 'The exception has no text that can be read';
  test.each([
    [
      'raises for its text',
      'class Bad(Exception):\n  def __str__(self): raise RuntimeError("no")\ndef handler(event, context): raise Bad()',
      'Bad',
      UNREADABLE,
    ],
    [
      'has a text that is none',
      'class Bad(Exception):\n  def __str__(self): return 1\ndef handler(event, context): raise Bad()',
      'Bad',
      UNREADABLE,
    ],
    [
      'exits for its text',
      'class Bad(Exception):\n  def __str__(self): raise SystemExit\ndef handler(event, context): raise Bad()',
      'Bad',
      UNREADABLE,
    ],
    [
      'is no Exception',
      'class Bad(BaseException): pass\ndef handler(event, context): raise Bad("b")',
      'Bad',
      'b',
    ],
    [
      'holds half a character',
      'def handler(event, context): raise ValueError("\\ud83d")',
      'ValueError',
      '\ud83d',
    ],
  ])('%s', async (_what, code, error, message) => {
    const { functions } = open(code);
    expect(failureOf(await functions.invoke(callOf('f')))).toEqual({ error, message });
  });

  test.each([
    [
      'items that raise',
      'class D(dict):\n  def items(self): raise KeyError("no")\ndef handler(event, context): return D(a=1)',
    ],
    [
      'items that exit',
      'class D(dict):\n  def items(self): raise SystemExit\ndef handler(event, context): return D(a=1)',
    ],
    ['a circle', 'def handler(event, context):\n  a = {}\n  a["a"] = a\n  return a'],
    [
      'a depth without end',
      'def handler(event, context):\n  a = []\n  for _ in range(100000): a = [a]\n  return {"a": a}',
    ],
  ])('a result with %s', async (_what, code) => {
    const { functions } = open(code);
    const { message } = failureOf(await functions.invoke(callOf('f')));
    expect(message).toContain("The function's result cannot be written as JSON: ");
  });
});

test('half a character in a result arrives as it is', async () => {
  const { functions } = open('def handler(event, context): return {"a": "\\ud83d"}');
  expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ a: '\ud83d' });
});

test('a stack shows the frames of the function and none of the host', async () => {
  const { functions } = open('def inner(): raise KeyError("k")\ndef handler(event, context): return inner()');
  const outcome = await functions.invoke(callOf('f'));
  const stack: string[] = outcome.kind === 'failed' ? JSON.parse(outcome.failure.cause).stackTrace : [];
  expect(stack).toHaveLength(2);
  expect(stack[0]).toContain('f.py", line 2, in handler');
  expect(stack[1]).toContain('f.py", line 1, in inner');
});

describe('an event is', () => {
  const CODE = 'ok = {"s": 3}\n';
  test.each([
    [
      'text for one that loads it',
      'import json\ndef handler(event, context): return {"ok": json.loads(event)["s"] == 3}',
    ],
    [
      'bytes for one that decodes it',
      'def handler(event, context): return {"ok": event.decode("utf-8") == \'{"s":3}\'}',
    ],
    [
      'bytes for one that makes text of it',
      'def handler(event, context): return {"ok": str(event, "utf-8") == \'{"s":3}\'}',
    ],
    [
      'bytes for one that reads it as a file',
      'import io, json\ndef handler(event, context): return {"ok": json.load(io.BytesIO(event))["s"] == 3}',
    ],
    [
      'bytes for one that hands it on to where it is decoded',
      'import json\ndef main(body): return json.loads(body.decode())["s"]\ndef handler(event, context): return {"ok": main(event) == 3}',
    ],
    [
      'bytes where its name is used again',
      'import json\ndef handler(event, context):\n  event = json.loads(event)\n  return {"ok": event["s"] == 3}',
    ],
    [
      'a dict for one that reads keys',
      'def handler(event, context): return {"ok": event["s"] == 3 and type(event) is dict}',
    ],
    [
      'a dict for one that hands it on to where keys are read',
      'def main(order): return order.get("s")\ndef handler(event, context): return {"ok": main(event) == 3}',
    ],
    [
      'a dict for one that spreads it',
      'def handler(event, context): return {"ok": {**event} == {"s": 3} and "s" in event}',
    ],
    [
      'a dict that can be loaded for one that takes both',
      'import json\ndef handler(event, context):\n  if isinstance(event, (str, bytes)): event = json.loads(event)\n  return {"ok": event["s"] == 3}',
    ],
    [
      'a dict that can be decoded where the code does not tell',
      'import helper\ndef handler(event, context): return {"ok": helper.read(event) == [3, 3, 3, \'{"s":3}\']}',
    ],
  ])('%s', async (_what, code) => {
    opened = openFunctions({
      'shop/f.py': CODE + code,
      'shop/helper.py':
        'import json\ndef read(event): return [event["s"], json.loads(event)["s"], json.loads(event.decode())["s"], str(event)]',
    });
    expect(outputOf(await opened.functions.invoke(callOf('f', { s: 3 })))).toEqual({ ok: true });
  });
});
