import { readFileSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';

// node lib/service/bundle.ts ENTRY OUTFILE: one handler with all it needs in one file, as it is deployed.

/** Where the SDK looks for credentials last, importing each as it goes; those of a function are in its environment. */
const OTHER_CREDENTIALS = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/** Some of the bundled packages are CommonJS and call `require` for modules of Node. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const SCHEMAS = /@aws-sdk\/client-[a-z-]+\/dist-es\/schemas\/schemas_\d+\.js$/;
const PACKAGE = /@aws-sdk\/client-[a-z-]+\/package\.json$/;

/**
 * Lets clients keep the operations that are used and no others.
 *
 * A client describes each operation by a constant with computed keys, `{ [_h]: … }`, and esbuild must assume that
 * computing keys does something. With the names written out it drops every constant that nobody reads. Of its
 * `package.json` a client reads the version only.
 */
const leanClients: Plugin = {
  name: 'lean-clients',
  setup({ onLoad }) {
    onLoad({ filter: SCHEMAS }, ({ path }) => ({ contents: withPlainKeys(readFileSync(path, 'utf8')) }));
    onLoad({ filter: PACKAGE }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

function withPlainKeys(source: string): string {
  const names = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name = '', text]) => [name, text]),
  );
  return source.replaceAll(/\[(_\w+)\](?=: )/g, (key, name: string) => names.get(name) ?? key);
}

/** In the place of what decodes streams of events: the client of Lambda is set up with it and never comes to use it. */
const noEventStreams: Plugin = {
  name: 'no-event-streams',
  setup({ onResolve, onLoad }) {
    const namespace = 'no-event-streams';
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /.*/, namespace }, () => ({
      contents: `
        export const eventStreamSerdeProvider = undefined;
        export const resolveEventStreamSerdeConfig = (config) => config;
        export class EventStreamSerde {}`,
    }));
  },
};

const [entry = '', outfile = ''] = process.argv.slice(2);
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  banner: { js: REQUIRE },
  external: OTHER_CREDENTIALS,
  plugins: [leanClients, noEventStreams],
  logLevel: 'warning',
});
