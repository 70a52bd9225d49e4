import module from 'node:module';

// The command line on the sources of a clone. `bin/fdl.js` is the door for any Node.js, here and in the package.

// Commands start in a third of the time when nothing need be compiled again, nor types be stripped.
module.enableCompileCache();
const { run } = await import('../src/cli/run.ts');
await run();
