import { spawn } from 'node:child_process';

// Runs command lines side by side, so that no processor waits for another:
//   node build/side-by-side.ts 'npm run lint && npm run types' 'npm run test:pure'
// What a command line prints comes whole once it has ended; those that failed are named at the end.

/** How a command line ended. */
interface Ended {
  readonly line: string;
  readonly isGreen: boolean;
}

async function run(line: string): Promise<Ended> {
  const startedAt = performance.now();
  const child = spawn(line, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A pipe is no terminal: colours are kept where there is one.
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const isGreen = await new Promise<boolean>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const head = `${isGreen ? '✓' : '✗'} ${line} (${seconds} s)\n`;
  process.stdout.write(`${head}${Buffer.concat(chunks).toString()}\n`);
  return { line, isGreen };
}

const ended = await Promise.all(process.argv.slice(2).map(run));
const failed = ended.filter(({ isGreen }) => !isGreen);
for (const { line } of failed) process.stdout.write(`✗ failed: ${line}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
