import { plain, type Terminal } from '../../src/cli/output/terminal.ts';

/** A terminal in memory: what was written can be read, stdin and variables are given. */
export interface FakeTerminal extends Terminal {
  readonly written: { stdout: string; stderr: string };
}

/** A terminal that is no TTY. */
export function fakeTerminal(
  env: Readonly<Record<string, string>> = {},
  stdin: string | Uint8Array = '',
): FakeTerminal {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
    },
    paint: plain,
    isTty: false,
    columns: undefined,
    rows: 24,
  });
  return {
    written,
    env,
    stdout: output('stdout'),
    stderr: output('stderr'),
    readStdin: async () => Buffer.from(stdin),
    onInterrupt: () => () => {},
    outliveReaders: () => {},
  };
}
