import { type ChildProcess, spawn } from 'node:child_process';

// Runs command lines side by side, so that no processor waits for another:
//   node build/side-by-side.ts 'npm run lint && npm run types' 'npm run test:pure'
// What a command line prints comes whole once it has ended; those that failed are named at the end. A signal to end
// reaches all processes of all command lines, however deep they are, and this one ends when the last of them has.

/** How a command line ended. */
interface Ended {
  readonly line: string;
  readonly isGreen: boolean;
}

/** Signals by which a terminal, a supervisor or another of these programs ends a run, and their numbers. */
const ENDING = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

const running = new Set<ChildProcess>();
let endedBy: keyof typeof ENDING | undefined;

/** Sends the signal to the group that a command line leads. Nothing happens where the group has ended. */
function signalGroup({ pid }: ChildProcess, signal: keyof typeof ENDING): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

for (const signal of Object.keys(ENDING) as (keyof typeof ENDING)[]) {
  process.on(signal, () => {
    endedBy ??= signal;
    for (const child of running) signalGroup(child, signal);
  });
}

async function run(line: string): Promise<Ended> {
  const startedAt = performance.now();
  const child = spawn(line, {
    shell: true,
    // A group of its own: a signal to the shell alone would leave what the shell waits for.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A pipe is no terminal: colours are kept where there is one.
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
  });
  running.add(child);
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const isGreen = await new Promise<boolean>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
  running.delete(child);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const head = `${isGreen ? '✓' : '✗'} ${line} (${seconds} s)\n`;
  process.stdout.write(`${head}${Buffer.concat(chunks).toString()}\n`);
  return { line, isGreen };
}

const ended = await Promise.all(process.argv.slice(2).map(run));
const failed = ended.filter(({ isGreen }) => !isGreen);
for (const { line } of failed) process.stdout.write(`✗ failed: ${line}\n`);
if (endedBy !== undefined) process.exitCode = 128 + ENDING[endedBy];
else process.exitCode = failed.length === 0 ? 0 : 1;
