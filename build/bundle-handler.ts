import { bundleHandler } from './bundle.ts';

// node build/bundle-handler.ts ENTRY OUTFILE: for the synthesis of a stack, which waits for a process but for no promise.

const [entry = '', outfile = ''] = process.argv.slice(2);
await bundleHandler(entry, outfile);
