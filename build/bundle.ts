import { type BuildOptions, build, type Metafile } from 'esbuild';
import {
  leanClients,
  leanYaml,
  noDiscoveredEndpoints,
  noEventStreams,
  OTHER_CREDENTIALS,
} from './lean-clients.ts';

/** How everything is bundled: modules for the Node.js that runs here and on AWS, with clients of the operations in use. */
const OPTIONS = {
  bundle: true,
  metafile: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  // Notices are collected in one file (`third-party.ts`).
  legalComments: 'none',
  // Some of the bundled packages are CommonJS and call `require` for modules of Node.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  external: OTHER_CREDENTIALS,
  plugins: [leanClients, noEventStreams, noDiscoveredEndpoints, leanYaml],
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** Bundles one handler with all it needs into one file, as it is deployed. @returns what went into it. */
export async function bundleHandler(entry: string, outfile: string): Promise<Metafile> {
  const { metafile } = await build({ ...OPTIONS, entryPoints: [entry], outfile, minify: true });
  return metafile;
}

/** Bundles programs of a folder to the same places in another, with what they share in files of its own. */
export async function bundlePrograms(
  entryPoints: readonly string[],
  outbase: string,
  outdir: string,
): Promise<Metafile> {
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: [...entryPoints],
    outbase,
    outdir,
    splitting: true,
    chunkNames: 'shared/[name]-[hash]',
  });
  return metafile;
}
