import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, globSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { updatePage } from '../docs-tables.ts';
import { callback } from '../embedded/callback.ts';
import { fanOut } from '../embedded/fan-out.ts';
import { firstExecution } from '../embedded/first-execution.ts';
import { sequence } from '../embedded/sequence.ts';
import { throughput } from '../embedded/throughput.ts';
import { newFolder, removeFolder } from '../home/home.ts';
import { mergeResults, readResults } from '../results.ts';
import { type Comparison, type EngineFigures, rivalTable } from './table.ts';

// npm run bench:rivals: the same workloads on Restate and on DBOS, installed outside of the project, and the ratios.

const PROGRAMS = fileURLToPath(new URL('./programs', import.meta.url));
const PACKAGES = [
  '@restatedev/restate-server@1.7.12',
  '@restatedev/restate-sdk@1.17.2',
  '@dbos-inc/dbos-sdk@5.3.0',
];
/** Kept from run to run, so that the packages are downloaded once. */
const FOLDER = join(tmpdir(), 'fdl-bench-rivals');

install();
const ours = await measureOurs();
const rivals = [{ name: 'Restate', found: await run('restate.mjs') }];
const binaries = globSync('/usr/lib/postgresql/*/bin').at(-1);
if (binaries === undefined) {
  console.log('DBOS is left out: there is no PostgreSQL here (apt-get install postgresql)');
} else {
  rivals.push({ name: 'DBOS', found: await withPostgres(binaries, (url) => run('dbos.mjs', url)) });
}
const comparison: Comparison = { fdl: ours, rivals };
console.log(rivalTable(comparison));
mergeResults({ rivals: comparison });
updatePage(readResults());

function install(): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(PROGRAMS)) copyFileSync(join(PROGRAMS, name), join(FOLDER, name));
  if (existsSync(join(FOLDER, 'node_modules/@dbos-inc/dbos-sdk'))) return;
  const command = ['install', '--no-audit', '--no-fund', '--prefix', FOLDER, ...PACKAGES];
  execFileSync('npm', command, { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function measureOurs(): Promise<EngineFigures> {
  const [step] = await sequence.measure();
  const [rate] = await throughput.measure();
  const [, thousand] = await fanOut.measure();
  const [report, reportP99] = await callback.measure();
  const [first] = await firstExecution.measure();
  const of = (figure: { readonly median: number } | undefined) => figure?.median ?? Number.NaN;
  return {
    sequence: of(step),
    throughput: of(rate),
    fanOut: of(thousand),
    report: of(report),
    reportP99: of(reportP99),
    first: of(first),
  };
}

/** Runs a program of a rival and reads the last line it prints. */
async function run(program: string, ...args: readonly string[]): Promise<EngineFigures> {
  const child = spawn(process.execPath, [join(FOLDER, program), ...args], {
    env: { ...process.env, RESTATE_LOGGING: 'ERROR' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = (await child.stdout.toArray()).join('').trim().split('\n');
  return JSON.parse(lines.at(-1) ?? '');
}

/** A PostgreSQL of its own in a new folder; it refuses to run as root, so it then runs as its own user. */
async function withPostgres<T>(binaries: string, use: (url: string) => Promise<T>): Promise<T> {
  const folder = newFolder();
  const asRoot = process.getuid?.() === 0;
  const uid = asRoot ? { uid: Number(execFileSync('id', ['-u', 'postgres'])) } : {};
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  let server: ChildProcess | undefined;
  try {
    const create = ['-D', data, '-U', 'bench', '--auth=trust', '--no-sync'];
    execFileSync(join(binaries, 'initdb'), create, { ...uid, stdio: 'ignore' });
    const flags = ['-D', data, '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-p', '54329'];
    server = spawn(join(binaries, 'postgres'), flags, { ...uid, stdio: 'ignore' });
    const ready = ['-h', '127.0.0.1', '-p', '54329', '-t', '30'];
    while (!isReady(join(binaries, 'pg_isready'), ready)) await new Promise((tick) => setTimeout(tick, 100));
    return await use('postgresql://bench@127.0.0.1:54329/bench_dbos');
  } finally {
    if (server?.exitCode === null) {
      const exited = once(server, 'exit');
      server.kill('SIGINT');
      await exited;
    }
    removeFolder(folder);
  }
}

function isReady(program: string, flags: readonly string[]): boolean {
  try {
    execFileSync(program, flags, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
