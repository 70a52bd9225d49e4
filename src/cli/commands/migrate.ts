import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import type { DeploymentFile } from '../../migrate/found.ts';
import { usageError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { addCommand, type OutputOptions, printJson, type Session, wantsJson } from '../service/session.ts';

interface MigrateOptions extends OutputOptions {
  readonly out: string;
}

const KINDS = /\.(ya?ml|json|tf)$/;
/** Folders with the files of others. */
const SKIPPED = new Set(['node_modules', '.git', '.terraform', '.s', '.fun']);
const MAX_FILES = 2_000;
const MAX_BYTES = 1024 * 1024;

/** `fdl migrate PATH`: writes flows, a CDK app and schedules from the deployment files of the original. */
export function addMigrateCommand(program: Command, session: Session): void {
  addCommand(program, 'migrate <path>', 'carry flows over from ROS, Fun, Serverless Devs or Terraform files')
    .option('--out <folder>', 'empty or new folder to write into', 'migrated')
    .action(async (path: string, options: MigrateOptions) => {
      const files = deploymentFiles(path);
      requireEmpty(options.out);
      // The parsers are loaded only by this command.
      const { migrate } = await import('../../migrate/migrate.ts');
      const { flows, remarks, files: written } = await migrate(files);
      for (const [file, text] of written) write(join(options.out, file), text);
      const { terminal } = session;
      if (wantsJson(options, terminal)) {
        printJson(terminal, { flows: flows.map(({ name }) => name), files: [...written.keys()], remarks });
      } else {
        for (const { name, place } of flows) terminal.stdout.write(`flow ${name}  from ${place}\n`);
        for (const { place, text } of remarks) terminal.stdout.write(`needs a hand  ${place}: ${text}\n`);
        terminal.stdout.write(`${flows.length} ${flows.length === 1 ? 'flow' : 'flows'} in ${options.out}\n`);
      }
      session.exitCode = flows.length > 0 ? EXIT.ok : EXIT.failed;
    });
}

/** The file, or every file of a folder that may be one; links are not followed. */
function deploymentFiles(path: string): readonly DeploymentFile[] {
  if (!existsSync(path)) throw usageError(`there is no ${path}`);
  const root = statSync(path).isDirectory() ? path : dirname(path);
  const found = root === path ? filesBelow(path) : [path];
  return found.map((file) => deploymentFile(file, root));
}

function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) folders.push(path);
      else if (entry.isFile() && KINDS.test(entry.name) && statSync(path).size <= MAX_BYTES) found.push(path);
      if (found.length > MAX_FILES)
        throw usageError(`${folder} holds more than ${MAX_FILES} files; name one, or a folder below`);
    }
  }
  // What lies deeper may be a copy that a tool has made.
  const depth = (file: string) => file.split(sep).length;
  return found.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

function deploymentFile(file: string, root: string): DeploymentFile {
  return {
    name: relative(root, file),
    text: readFileSync(file, 'utf8'),
    readBeside(path) {
      const beside = resolve(dirname(file), path);
      const stats = statSync(beside, { throwIfNoEntry: false });
      if (!stats?.isFile() || stats.size > MAX_BYTES)
        throw new Error(`${path} is no file of at most 1 MiB beside ${relative(root, file)}`);
      return readFileSync(beside, 'utf8');
    },
  };
}

function requireEmpty(folder: string): void {
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
    throw usageError(`--out: ${folder} is not empty; nothing is overwritten`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
