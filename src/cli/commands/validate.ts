import type { Command } from 'commander';
import { readText } from '../arguments.ts';
import { type CheckedDefinition, checkDefinition, isError } from '../definition-check.ts';
import { EXIT } from '../exit-codes.ts';
import { addCommand, type OutputOptions, printJson, type Session, wantsJson } from '../service/session.ts';

interface CheckedFile extends CheckedDefinition {
  readonly file: string;
}

/** `fdl validate FILE…`: checks definitions without a server. */
export function addValidateCommand(program: Command, session: Session): void {
  addCommand(program, 'validate <file...>', 'check definitions; the file - is stdin').action(
    async (files: readonly string[], options: OutputOptions) => {
      const checked: CheckedFile[] = [];
      for (const file of files) checked.push(await checkFile(file, session));
      if (wantsJson(options, session.terminal)) {
        printJson(session.terminal, {
          files: checked.map(({ rendered: _, definition: _resolved, ...rest }) => rest),
        });
      } else {
        for (const file of checked) session.terminal.stdout.write(describe(file));
      }
      session.exitCode = checked.every(({ isValid }) => isValid) ? EXIT.ok : EXIT.failed;
    },
  );
}

async function checkFile(file: string, { terminal }: Session): Promise<CheckedFile> {
  const text = await readText(file, terminal);
  const name = file === '-' ? '<stdin>' : file;
  return { file, ...(await checkDefinition(text, name)) };
}

function describe({ file, diagnostics, rendered, isValid }: CheckedFile): string {
  const errors = diagnostics.filter(isError).length;
  const counts = [count(errors, 'error'), count(diagnostics.length - errors, 'warning')];
  const found = counts.filter((text) => text !== '').join(', ');
  return `${rendered}${file}: ${isValid ? 'valid' : 'not valid'}${found === '' ? '' : `, ${found}`}\n`;
}

function count(amount: number, noun: string): string {
  if (amount === 0) return '';
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
