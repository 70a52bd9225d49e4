import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

/** Where the SDK looks for credentials last, importing each as it goes; those of a function are in its environment. */
export const OTHER_CREDENTIALS = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

const SCHEMAS = /@aws-sdk\/client-[a-z0-9-]+\/dist-es\/schemas\/schemas_\d+\.js$/;
const ERRORS = /@aws-sdk\/client-[a-z0-9-]+\/dist-es\/models\/(?:errors|\w+ServiceException)\.js$/;
const PACKAGE = /@aws-sdk\/client-[a-z0-9-]+\/package\.json$/;

const OLD_CLASSES = /^\s*Object\.setPrototypeOf\(this, \w+\.prototype\);\n/gm;

/**
 * Lets clients keep the operations that are used and no others.
 *
 * A client describes each operation by a constant with computed keys, `{ [_h]: … }`, and esbuild must assume that
 * computing keys does something. With the names written out it drops every constant without a reader. Of its
 * `package.json` a client reads the version only. Each class of errors sets its prototype once more, for languages older than
 * classes; that goes from all of them or from none, for where only the base class sets it, every error is one of the base class.
 */
export const leanClients: Plugin = {
  name: 'lean-clients',
  setup({ onLoad }) {
    onLoad({ filter: SCHEMAS }, ({ path }) => ({ contents: withPlainKeys(readFileSync(path, 'utf8')) }));
    onLoad({ filter: ERRORS }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(OLD_CLASSES, ''),
    }));
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

/** In the place of what decodes streams of events: clients are set up with it and here never come to use it. */
export const noEventStreams: Plugin = {
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

/** In the place of the cache of discovered endpoints: the client of DynamoDB makes one and, unless it is asked to discover, never uses it. */
export const noDiscoveredEndpoints: Plugin = {
  name: 'no-discovered-endpoints',
  setup({ onResolve, onLoad }) {
    const namespace = 'no-discovered-endpoints';
    onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /.*/, namespace }, () => ({ contents: 'export class EndpointCache {}' }));
  },
};

/** In the place of hashes written in JavaScript: Node.js has its own, which the SDK prefers. */
export const noScriptedHashes: Plugin = {
  name: 'no-scripted-hashes',
  setup({ onLoad }) {
    onLoad(
      { filter: /@smithy\/core\/dist-es\/submodules\/checksum\/\w+\/(?:Sha256|Md5|Crc32)Js\.js$/ },
      ({ path }) => ({
        contents: `export class ${basename(path, '.js')} {}`,
      }),
    );
  },
};

/** The parser of YAML in its form of modules, of which esbuild keeps what is used; for Node.js it is CommonJS. */
export const leanYaml: Plugin = {
  name: 'lean-yaml',
  setup({ onResolve }) {
    const path = fileURLToPath(new URL('browser/dist/index.js', import.meta.resolve('yaml/package.json')));
    onResolve({ filter: /^yaml$/ }, () => ({ path, sideEffects: false }));
  },
};
