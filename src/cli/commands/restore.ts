import type { Command } from 'commander';
import type { ArchivedFile } from '../../local/backup/archive.ts';
import { restore } from '../../local/backup/restore.ts';
import { CliError } from '../cli-error.ts';
import { DEFAULT_DATA_FOLDER } from '../dev-options.ts';
import { EXIT } from '../exit-codes.ts';
import { addCommand, type OutputOptions, printJson, type Session, wantsJson } from '../service/session.ts';

interface RestoreOptions extends OutputOptions {
  readonly data?: string;
  readonly replace?: boolean;
}

/** `fdl restore FILE`: puts a backup into a data folder that no server uses. */
export function addRestoreCommand(program: Command, { terminal }: Session): void {
  addCommand(program, 'restore <file>', 'put a backup into a data folder, where `fdl dev` goes on with it')
    .option('--data <folder>', `the data folder (FDL_DATA, else ${DEFAULT_DATA_FOLDER})`)
    .option('--replace', 'lose what the folder holds')
    .action((file: string, options: RestoreOptions) => {
      const folder = options.data ?? (terminal.env['FDL_DATA'] || DEFAULT_DATA_FOLDER);
      const files = restored(file, folder, options.replace ?? false);
      if (wantsJson(options, terminal)) return printJson(terminal, { Folder: folder, Files: files });
      terminal.stdout.write(`${folder} holds what ${file} held; fdl dev --data ${folder} goes on with it\n`);
    });
}

function restored(file: string, folder: string, mayReplace: boolean): readonly ArchivedFile[] {
  try {
    return restore(file, folder, mayReplace);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CliError(message, { code: 'RestoreFailed', exitCode: EXIT.failed });
  }
}
