import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { SERVICE_STACK_NAME } from '../../lib/flow/flow-service.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OUTPUTS = 'cdk.out/outputs.json';

/** The result of a step; one that could not be tried says why. */
export type Found =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed' | 'skipped'; readonly reason: string };

/** One thing that operators do with a deployment. */
export interface Step {
  readonly title: string;
  /** True when nothing after it makes sense without it. */
  readonly isNeeded?: boolean;
  /** True when it is done whatever failed before it. */
  readonly isAlways?: boolean;
  run(): Promise<Found>;
}

/** Where the deployment goes, and how much time there is. */
export interface AcceptanceOptions {
  /** Address of an emulator. @default the account of the environment */
  readonly endpoint?: string | undefined;
  /** True when tests may take a quarter of an hour and more. */
  readonly long: boolean;
}

/** Context flags of the deployments whose templates are linted, each with the console. */
const LINTED: readonly (readonly string[])[] = [
  [],
  ['production=true'],
  ['customerKey=true', 'mns=true', 'limits=fnf'],
];

const PASSED: Found = { kind: 'passed' };

/** Runs the commands of the deploy guide against an emulator or an account, and tells how they ended. */
export class Acceptance {
  readonly #isEmulator: boolean;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor({ endpoint, long }: AcceptanceOptions) {
    this.#isEmulator = endpoint !== undefined;
    this.#environment = {
      ...(endpoint !== undefined && {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      }),
      ...process.env,
      ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
      ...(long && { FDL_E2E_LONG: '1' }),
      FDL_E2E_OUTPUTS: `${ROOT}${OUTPUTS}`,
    };
  }

  /** Walks the steps in order and prints what each found; answers the exit code. */
  async walk(steps: readonly Step[]): Promise<number> {
    const lines: string[] = [];
    let exitCode = 0;
    let missing: string | undefined;
    for (const { title, isNeeded = false, isAlways = false, run } of steps) {
      console.info(`\n=== ${title}`);
      const startedAt = performance.now();
      const found: Found =
        missing === undefined || isAlways ? await run() : { kind: 'skipped', reason: `${missing} failed` };
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
      lines.push(
        `${found.kind.padEnd(8)}${title} (${seconds} s)${'reason' in found ? `: ${found.reason}` : ''}`,
      );
      if (found.kind !== 'failed') continue;
      exitCode = 1;
      if (isNeeded) missing ??= title;
    }
    console.info(`\n=== found\n${lines.join('\n')}`);
    return exitCode;
  }

  /** Runs a command of the CDK. */
  async cdk(...command: readonly string[]): Promise<Found> {
    return await this.#run('npx', 'cdk', ...command);
  }

  /** Checks the templates of deployments that differ in what they are made of with the linter of CloudFormation. */
  async lintTemplates(): Promise<Found> {
    if (spawnSync('cfn-lint', ['--version']).error !== undefined)
      return { kind: 'skipped', reason: 'there is no cfn-lint here; `pip install cfn-lint` brings it' };
    for (const [number, flags] of LINTED.entries()) {
      const folder = `cdk.out/linted/${number}`;
      const context = ['console=true', ...flags].flatMap((flag) => ['-c', flag]);
      const made = await this.cdk('synth', '--quiet', '--output', folder, ...context);
      if (made.kind !== 'passed') return made;
      // The CDK names roles that functions refer to anyway once more as what they depend on (W3005).
      const linted = await this.#run(
        'cfn-lint',
        '--ignore-checks',
        'W3005',
        '--',
        `${folder}/*.template.json`,
      );
      if (linted.kind !== 'passed') return linted;
    }
    return PASSED;
  }

  /** Deploys the service with the plain command. */
  async deploy(): Promise<Found> {
    return await this.cdk('deploy', '--require-approval', 'never', '--outputs-file', OUTPUTS);
  }

  /** Runs the command that the deployment printed, as it was printed. */
  async runHello(): Promise<Found> {
    if (this.#environment['AWS_ACCESS_KEY_ID'] === undefined)
      return {
        kind: 'skipped',
        reason: 'it needs credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      };
    const outputs = JSON.parse(readFileSync(`${ROOT}${OUTPUTS}`, 'utf8'));
    const { Hello: command } = outputs[SERVICE_STACK_NAME] as Record<string, string>;
    if (command === undefined) return { kind: 'skipped', reason: 'the service has no flow hello' };
    return await this.#run(
      'sh',
      '-c',
      `said=$(${command}); echo "$said"; echo "$said" | grep -q 'Hello, you!'`,
    );
  }

  /** Runs the tests of a deployed service, which print what they skip. */
  async runTests(): Promise<Found> {
    return await this.#run('npm', 'run', 'test:e2e');
  }

  /** Adds the console, which few emulators can carry. */
  async deployConsole(): Promise<Found> {
    const found = await this.cdk('deploy', '--all', '--require-approval', 'never', '-c', 'console=true');
    if (found.kind !== 'failed' || !this.#isEmulator) return found;
    return {
      kind: 'skipped',
      reason: 'the emulator does not know all that the console consists of, as printed above',
    };
  }

  async #run(program: string, ...parameters: readonly string[]): Promise<Found> {
    const command = [program, ...parameters].join(' ');
    const child = spawn(program, parameters, { cwd: ROOT, env: this.#environment, stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    return code === 0 ? PASSED : { kind: 'failed', reason: `\`${command}\` ended with ${code}` };
  }
}
