import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { problemOfNode } from '../bin/needed-node.js';

// `npm ci --omit=dev` prepares, too, but has nothing to build the console with. The server then says that it is missing.
const folder = fileURLToPath(new URL('.', import.meta.url));
const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));
const problem = problemOfNode();
if (problem !== undefined) {
  process.stderr.write(problem);
  process.exitCode = 1;
} else if (existsSync(vite)) {
  const built = spawnSync(process.execPath, [vite, 'build', folder, '--logLevel', 'warn'], {
    stdio: 'inherit',
  });
  process.exitCode = built.status ?? 1;
} else {
  console.log('The console is not built: it needs the development packages.');
}
