import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { HandlerName } from '../../lambdas/handlers.ts';

const LAMBDAS = fileURLToPath(new URL('../../lambdas', import.meta.url));
const BUNDLE = fileURLToPath(new URL('../../build/bundle-handler.ts', import.meta.url));

/** The code of a handler of `lambdas`: the package has its bundle, a clone makes one when the stack needs it. */
export function handlerCode(entry: HandlerName): Code {
  const built = `${LAMBDAS}/bundles/${entry}`;
  return existsSync(built) ? Code.fromAsset(built) : bundledCode(entry);
}

/** Bundles in a process of its own: the CDK does not wait for promises. */
function bundledCode(entry: HandlerName): Code {
  const tryBundle = (directory: string): boolean => {
    const args = [BUNDLE, `${LAMBDAS}/${entry}.ts`, directory];
    execFileSync(process.execPath, args, { stdio: 'inherit' });
    return true;
  };
  return Code.fromAsset(LAMBDAS, {
    assetHashType: AssetHashType.OUTPUT,
    // The command, which is never run, tells the bundles of one folder apart.
    bundling: { image: DockerImage.fromRegistry('none'), command: [entry], local: { tryBundle } },
  });
}
