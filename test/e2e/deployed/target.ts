import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SERVICE_STACK_NAME } from '../../../lib/flow/flow-service.ts';
import { type Client, createClient } from '../../../src/cli/service/client.ts';
import type { Credentials } from '../../../src/cli/service/connection.ts';
import { jsonIn } from '../../../src/common/json-text.ts';

/** Outputs of a stack by name. */
export type Outputs = Readonly<Record<string, string>>;

/** A deployed service that the tests may use, and whose settings they may change for a while. */
export interface Target {
  readonly api: string;
  readonly credentials: Credentials;
  readonly client: Client;
  /** Outputs of the service's stack. */
  readonly outputs: Outputs;
}

/** The file that `npx cdk deploy --outputs-file FILE` has written; without one there is nothing to test. */
const file = process.env['FDL_E2E_OUTPUTS'];

/** True when a deployed service is named. */
export const isDeployed = file !== undefined;

/** True when tests may take a quarter of an hour and more. */
export const hasTime = process.env['FDL_E2E_LONG'] !== undefined;

/** The only access key that every deployment has. */
const ACCESS_KEY_ID = 'fdl';

/** The service that is named, called with the access key of its secret. */
export async function readTarget(): Promise<Target> {
  const outputs = outputsIn(file ?? '')[SERVICE_STACK_NAME] ?? {};
  const { Url: api = '', AccessKeys: SecretId } = outputs;
  const { SecretString = '' } = await new SecretsManagerClient().send(
    new GetSecretValueCommand({ SecretId }),
  );
  const keys = jsonIn(SecretString) as Readonly<Record<string, string>>;
  const credentials = { accessKeyId: ACCESS_KEY_ID, accessKeySecret: keys[ACCESS_KEY_ID] ?? '' };
  return { api, credentials, client: createClient({ endpoint: api, credentials }), outputs };
}

/** An app beside the service, and which of its stacks are meant. */
export interface App {
  /** The file that makes it, seen from the root of the project. */
  readonly file: string;
  readonly stacks: readonly string[];
  /** A folder for what it synthesizes. */
  readonly output: string;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Deploys stacks; answers the outputs of each. */
export function deployApp(app: App, ...options: readonly string[]): Readonly<Record<string, Outputs>> {
  const written = `${app.output}/outputs.json`;
  cdk('deploy', app, '--require-approval', 'never', '--outputs-file', written, ...options);
  return outputsIn(`${ROOT}${written}`);
}

/** Takes stacks away. */
export function destroyApp(app: App, ...options: readonly string[]): void {
  cdk('destroy', app, '--force', ...options);
}

function cdk(command: string, { file, stacks, output }: App, ...options: readonly string[]): void {
  const app = ['--app', `${process.execPath} ${ROOT}${file}`, '--output', output];
  execFileSync('npx', ['cdk', command, ...stacks, ...app, ...options], { stdio: 'inherit', cwd: ROOT });
}

function outputsIn(path: string): Readonly<Record<string, Outputs>> {
  return JSON.parse(readFileSync(path, 'utf8'));
}
