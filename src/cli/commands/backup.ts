import { existsSync, rmSync } from 'node:fs';
import type { Command } from 'commander';
import { type ArchivedFile, pack } from '../../local/backup/archive.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

/** `fdl backup FILE`: the data of a server of this machine, as they are at one moment, in one file. */
export function addBackupCommand(program: Command, session: Session): void {
  addApiCommand(
    program,
    'backup <file>',
    'write all data of a server of this machine into a new file',
  ).action(async (file: string, options: ApiOptions) => {
    const { client, terminal, asJson } = apiContext(session, options);
    if (existsSync(file)) throw backupFailed(`${file} is there already; name a file that is not`);
    const { Folder } = await client.call('BackUpData', {});
    const files = packed(Folder, file);
    if (asJson) return printJson(terminal, { File: file, Files: files });
    const bytes = files.reduce((sum, archived) => sum + archived.bytes, 0);
    terminal.stdout.write(`${file} holds ${files.length} files of ${bytes} bytes\n`);
  });
}

function packed(folder: string, file: string): readonly ArchivedFile[] {
  if (!existsSync(folder))
    throw backupFailed(`The copies are in ${folder} on the machine of the server; run fdl backup there`);
  try {
    return pack(folder, file);
  } catch (error) {
    throw backupFailed(error instanceof Error ? error.message : String(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function backupFailed(message: string): CliError {
  return new CliError(message, { code: 'BackupFailed', exitCode: EXIT.failed });
}
