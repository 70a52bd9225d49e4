import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambdas/environment.ts';
import type { ServiceFunction } from './service-function.ts';

const FILE = 'bindings.json';

/** The bindings of resource ARNs and role ARNs as a file beside the code, which holds any number of them. */
export class BindingsLayer extends LayerVersion {
  constructor(scope: Construct, id: string, bindings: Readonly<Record<string, string>>) {
    const folder = mkdtempSync(join(tmpdir(), 'fdl-bindings-'));
    try {
      writeFileSync(join(folder, FILE), JSON.stringify(bindings));
      // The CDK copies the folder at once.
      super(scope, id, { code: Code.fromAsset(folder), description: 'Bindings of fdl-on-aws' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Lets a function read it. */
  addTo(handler: ServiceFunction): void {
    handler.addLayers(this);
    handler.addEnvironment(ENVIRONMENT.bindingsFile, `/opt/${FILE}`);
  }
}
