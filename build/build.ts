import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HANDLERS } from '../lambdas/handlers.ts';
import { flowSchema } from '../src/fdl/schema/flow-schema.ts';
import { buildExamples } from './build-examples.ts';
import { bundleHandler } from './bundle.ts';
import { thirdPartyLicenses } from './third-party.ts';

// `npm run build`: makes `dist`, which is the package but for its manifest and `bin`. Below `dist` everything lies as it
// does here, so that modules find each other, and what is no module, in the same places.

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });

run('node_modules/typescript/bin/tsc', '-p', 'build');
for (const file of globSync('{src,lib}/**/*.{py,js}')) cpSync(file, `dist/${file}`);
const bundles = await Promise.all(
  HANDLERS.map((name) => bundleHandler(`lambdas/${name}.ts`, `dist/lambdas/bundles/${name}`)),
);
bundles.push(await buildExamples('examples', 'dist/examples'));
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', thirdPartyLicenses(bundles));
mkdirSync('dist/schema');
writeFileSync('dist/schema/fdl.json', JSON.stringify(flowSchema(), undefined, 2));
for (const copy of ['schema', 'src/api']) cpSync('src/api/openapi.json', `dist/${copy}/openapi.json`);
cpSync('src/testing/cases/test-file.schema.json', 'dist/schema/flow-test.json');
const outDir = fileURLToPath(new URL('../dist/console/dist', import.meta.url));
run('node_modules/vite/bin/vite.js', 'build', 'console', '--outDir', outDir, '--logLevel', 'warn');

function run(program: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [program, ...args], { stdio: 'inherit' });
}
