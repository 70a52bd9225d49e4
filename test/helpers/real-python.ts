import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * Puts the folder of Python itself first on the path, where `python3` is the script of a version manager: the script
 * takes longer than Python with each start, and tests of functions start it often.
 */
export function passBySlowPython(): void {
  const { PATH = '' } = process.env;
  const found = PATH.split(delimiter)
    .map((folder) => join(folder, 'python3'))
    .find(existsSync);
  if (found === undefined) return;
  const real = execFileSync(found, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
  if (dirname(real) !== dirname(found)) process.env['PATH'] = `${dirname(real)}${delimiter}${PATH}`;
}
