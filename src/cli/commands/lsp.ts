import type { Command } from 'commander';
import { version } from '../manifest.ts';

/** `fdl lsp`: serves the language to an editor, by the Language Server Protocol on stdin and stdout. */
export function addLspCommand(program: Command): void {
  program
    .command('lsp')
    .description('language server of definitions for editors, on stdin and stdout')
    .option('--stdio', 'the default, and the only way; editors like to say it')
    .option(
      '--functions <folder...>',
      'folders of functions; else functions in the folders that the editor opens',
    )
    .action(async ({ functions = [] }: { readonly functions?: readonly string[] }) => {
      // Only this command loads the library of the protocol.
      const { serveLanguage } = await import('../../lsp/serve.ts');
      serveLanguage(process.stdin, process.stdout, { version: version(), functionFolders: functions });
    });
}
