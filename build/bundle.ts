import { basename, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import {
  leanClients,
  leanYaml,
  noDiscoveredEndpoints,
  noEventStreams,
  noScriptedHashes,
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
  plugins: [leanClients, noEventStreams, noDiscoveredEndpoints, noScriptedHashes, leanYaml],
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Leaves out the modules of the project that a handler imports dynamically, and notes their paths. Each becomes a bundle of
 * its own, which shares nothing: that costs space only. With shared files the handler would begin with all that any of them needs.
 */
function leaveOut(late: Set<string>): Plugin {
  return {
    name: 'late-modules',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import' || resolveDir.includes('node_modules')) return undefined;
        const file = resolve(resolveDir, path);
        late.add(file);
        return { path: `./${lateName(file)}`, external: true };
      });
    },
  };
}

function lateName(file: string): string {
  return `${basename(file, '.ts')}.mjs`;
}

/**
 * Bundles one handler into a folder, as it is deployed: `index.mjs`, and beside it each module that it loads when it first
 * needs it. @returns what went into them.
 */
export async function bundleHandler(entry: string, outdir: string): Promise<Metafile> {
  const late = new Set<string>();
  const options = { ...OPTIONS, minify: true, plugins: [...OPTIONS.plugins, leaveOut(late)] };
  const made = [await build({ ...options, entryPoints: [entry], outfile: `${outdir}/index.mjs` })];
  // A set that grows meanwhile is walked to its new end: late modules may load others.
  for (const file of late) {
    made.push(await build({ ...options, entryPoints: [file], outfile: `${outdir}/${lateName(file)}` }));
  }
  const metafiles = made.map(({ metafile }) => metafile);
  return {
    inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)) as Metafile['inputs'],
    outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)) as Metafile['outputs'],
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
