import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { eventually } from './local-helpers.ts';

// Walks the guide's first flow in an empty folder: writes its files, types its commands, and finds what it shows. The
// environment alone differs: free ports instead of the usual ones, and fdl linked from here instead of installed.

const GUIDE = 'docs/guide/first-flow.md';

interface Block {
  readonly language: string;
  /** A file's path, or how a command ends. */
  readonly note: string;
  readonly text: string;
}

const blocks: readonly Block[] = [
  ...readFileSync(GUIDE, 'utf8').matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm),
].map(([, language = '', note = '', text = '']) => ({ language, note, text }));

test('the first flow can be walked in an empty folder exactly as it is written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-first-flow-'));
  const walk = new Walk(folder);
  try {
    for (const block of blocks) await walk.take(block);
    expect(walk.commands).toBeGreaterThan(5);
  } finally {
    await walk.end();
    rmSync(folder, { recursive: true, force: true });
  }
});

class Walk {
  commands = 0;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  #server: ChildProcessByStdio<null, Readable, null> | undefined;
  #printed = '';

  constructor(folder: string) {
    this.#folder = folder;
    const binaries = join(folder, 'node_modules/.bin');
    mkdirSync(binaries, { recursive: true });
    symlinkSync(resolve('bin/fdl.js'), join(binaries, 'fdl'));
    const inherited = Object.entries(process.env).filter(([name]) => !/^(FDL_|npm_)/.test(name));
    this.#env = {
      ...Object.fromEntries(inherited),
      PATH: [binaries, dirname(process.execPath), process.env['PATH']].join(delimiter),
      NO_COLOR: '1',
      FDL_PORT: '0',
      FDL_QUEUE_PORT: '0',
    };
  }

  async take({ language, note, text }: Block): Promise<void> {
    if (language === 'text') return this.#compare(text);
    if (language !== 'sh') return this.#write(note, text);
    if (note === 'server') return this.#serve(text);
    this.commands += 1;
    const run = () => this.#run(text);
    // The service looks at its folders; until it has seen a change the old flow or function is used.
    const { code, printed } = await (note === 'changed' ? this.#repeated(text) : run());
    this.#printed = printed;
    expect(code === 0, `${text}${printed}`).toBe(note !== 'fails');
  }

  async end(): Promise<void> {
    if (this.#server?.pid === undefined || this.#server.exitCode !== null) return;
    const ended = once(this.#server, 'close');
    // As Ctrl-C does: the signal goes to every process of the terminal's job.
    process.kill(-this.#server.pid, 'SIGINT');
    await ended;
  }

  #write(path: string, text: string): void {
    mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
    writeFileSync(join(this.#folder, path), text);
  }

  #compare(text: string): void {
    for (const line of text.trim().split('\n')) expect(this.#printed).toContain(line);
  }

  async #serve(command: string): Promise<void> {
    this.#server = spawn('sh', ['-c', `exec ${command}`], {
      cwd: this.#folder,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const lines = createInterface({ input: this.#server.stdout });
    lines.on('line', (line) => {
      const [, url] = /^API +(\S+)$/.exec(line) ?? [];
      if (url !== undefined) this.#env['FDL_ENDPOINT'] = url;
    });
    await eventually(async () => this.#env['FDL_ENDPOINT']);
  }

  async #run(command: string): Promise<{ readonly code: number | null; readonly printed: string }> {
    const child = spawn('sh', ['-ec', command], { cwd: this.#folder, env: this.#env });
    const [stdout, stderr, [code]] = await Promise.all([
      readAll(child.stdout),
      readAll(child.stderr),
      once(child, 'exit'),
    ]);
    return { code, printed: stdout + stderr };
  }

  /** Types the command again, each time under another name, until it prints what the guide shows. */
  #repeated(command: string): Promise<{ readonly code: number | null; readonly printed: string }> {
    const shown = blocks[blocks.findIndex(({ text }) => text === command) + 1]?.text.trim() ?? '';
    let tries = 0;
    return eventually(async () => {
      const typed = tries === 0 ? command : command.replace(/--name \S+/, `$&-${tries}`);
      tries += 1;
      const result = await this.#run(typed);
      return result.printed.includes(shown) ? result : undefined;
    });
  }
}
