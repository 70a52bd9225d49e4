import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The variables of npm that must reach an npm that works elsewhere; the others tie it to this project. */
const KEPT = ['npm_config_registry', 'npm_config_cache', 'npm_config_userconfig'];

/** An environment in which nothing points to this project but the Node.js that runs it. */
export function outsideEnv(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => !/^(npm_|FDL_|NODE_|VITEST)/.test(name));
  const path = [dirname(process.execPath), ...outsideFolders()].join(delimiter);
  const kept = [...names, ...KEPT].map((name) => [name, process.env[name]]);
  return { ...Object.fromEntries(kept), PATH: path, NO_COLOR: '1' };
}

function outsideFolders(): readonly string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
}

/** A Node.js of this machine that is too old for the package; undefined when there is none. */
export function oldNode(): string | undefined {
  return outsideFolders()
    .map((folder) => join(folder, 'node'))
    .find(
      (node) =>
        existsSync(node) &&
        spawnSync(node, ['-p', 'parseInt(process.versions.node) < 24']).stdout.toString() === 'true\n',
    );
}

/** After this a program hangs: npm, for one, when a registry sends nothing more. */
const LIMIT_MS = 4 * 60_000;

/** How a program ended and what it wrote. */
export interface Ran {
  /** Null when it took longer than it may. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a folder to its end, as a user outside of this project would. */
export async function runIn(folder: string, program: string, args: readonly string[]): Promise<Ran> {
  const options = { cwd: folder, env: outsideEnv(), maxBuffer: 64 * 1024 * 1024, timeout: LIMIT_MS };
  return await promisify(execFile)(program, [...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number | null; stdout: string; stderr: string }) => error,
  );
}

/** Runs a program that must succeed. @returns what it wrote on standard output. */
export async function succeed(folder: string, program: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runIn(folder, program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** Makes the folder of a user's project, with these packages and files. */
export async function makeApp(
  folder: string,
  packages: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const manifest = { name: 'somebody-elses', private: true, type: 'module' };
  for (const [file, content] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  // `npm ci` has left nearly everything in npm's cache; what is not there is asked for again when nothing comes.
  const patience = ['--prefer-offline', '--fetch-timeout=30000', '--fetch-retries=4'];
  await succeed(folder, 'npm', ['install', ...patience, '--no-audit', '--no-fund', ...packages]);
}

/** The manifest of this project. */
export const MANIFEST: {
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** The folder of a package that this project is developed with, which npm links: a copy of the CDK takes most of a minute. */
export function developedWith(name: string): string {
  return fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url));
}
