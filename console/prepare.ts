import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// `npm ci --omit=dev` prepares, too, but has nothing to build the console with. The server then says that it is missing.
const vite = join(import.meta.dirname, '../node_modules/vite/bin/vite.js');
if (existsSync(vite)) {
  const built = spawnSync(process.execPath, [vite, 'build', import.meta.dirname, '--logLevel', 'warn'], {
    stdio: 'inherit',
  });
  process.exitCode = built.status ?? 1;
} else {
  console.log('The console is not built: it needs the development packages.');
}
