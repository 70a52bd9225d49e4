import { build } from 'esbuild';
import { BUNDLE_OPTIONS } from './bundle-options.ts';

// node build/bundle-handler.ts ENTRY OUTFILE: one handler with all it needs in one file, as it is deployed.

const [entry = '', outfile = ''] = process.argv.slice(2);
await build({ ...BUNDLE_OPTIONS, entryPoints: [entry], outfile, minify: true });
