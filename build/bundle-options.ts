import type { BuildOptions } from 'esbuild';
import { leanClients, noEventStreams, OTHER_CREDENTIALS } from './lean-clients.ts';

/** How everything is bundled: modules for the Node.js that runs here and on AWS, with clients of the operations in use. */
export const BUNDLE_OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  // Some of the bundled packages are CommonJS and call `require` for modules of Node.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  external: OTHER_CREDENTIALS,
  plugins: [leanClients, noEventStreams],
  logLevel: 'warning',
} as const satisfies BuildOptions;
