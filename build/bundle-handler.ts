import { bundleHandler } from './bundle.ts';

// node build/bundle-handler.ts ENTRY FOLDER: for the synthesis of a stack, which waits for a process but for no promise.

const [entry = '', outdir = ''] = process.argv.slice(2);
await bundleHandler(entry, outdir);
