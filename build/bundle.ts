import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
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

/** The module that handlers load when they first need it, and its bundle beside theirs. */
const LATE = fileURLToPath(new URL('../src/adapters/aws/blobs/object-client.ts', import.meta.url));
const LATE_BUNDLE = './objects.mjs';

/**
 * Leaves the late module out. A bundle of its own, which shares nothing, costs space only. With shared files the handler would
 * begin with all that either of the two needs.
 */
const late: Plugin = {
  name: 'late',
  setup({ onResolve }) {
    onResolve({ filter: /\/object-client\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: LATE_BUNDLE, external: true } : undefined,
    );
  },
};

/**
 * Bundles one handler into a folder, as it is deployed: `index.mjs`, and beside it what it loads late. @returns what went into
 * them.
 */
export async function bundleHandler(entry: string, outdir: string): Promise<Metafile> {
  const parts = { ...OPTIONS, minify: true, plugins: [...OPTIONS.plugins, late] };
  const { metafile } = await build({ ...parts, entryPoints: [entry], outfile: `${outdir}/index.mjs` });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  if (imports.every(({ path }) => path !== LATE_BUNDLE)) return metafile;
  const added = await build({ ...parts, entryPoints: [LATE], outfile: `${outdir}/${LATE_BUNDLE}` });
  return {
    inputs: { ...metafile.inputs, ...added.metafile.inputs },
    outputs: { ...metafile.outputs, ...added.metafile.outputs },
  };
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
