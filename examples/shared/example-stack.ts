import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Duration, Stack } from 'aws-cdk-lib';
import {
  Code,
  type Function as LambdaFunction,
  Function as PlainFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { type Binding, Flow, FlowDefinition, type FlowProps } from '../../lib/index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Some of the bundled packages are CommonJS and call `require` for modules of Node. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** The stack of an example on AWS: its flows, each with a role that may call what it names, and its functions. */
export class ExampleStack extends Stack {
  readonly #folder: string;
  readonly #functions = new Map<string, LambdaFunction>();

  /** `page` is a file of the example's folder, such as the `import.meta.url` of its stack. */
  constructor(scope: Construct, id: string, page: string) {
    super(scope, id);
    this.#folder = fileURLToPath(new URL('.', page));
  }

  /** The flow of a definition file; what it calls is taken from the functions folder unless it is bound already. */
  protected addFlow(flowName: string, file: string, props: Partial<FlowProps> = {}): Flow {
    const definition = FlowDefinition.fromFile(`${this.#folder}${file}`);
    const bindings: Record<string, Binding> = { ...props.bindings };
    for (const target of definition.targets()) {
      if (target.kind !== 'function' || target.resourceArn in bindings) continue;
      const { service, functionName, qualifier } = target;
      if (service === undefined) continue;
      const folder = qualifier === undefined ? service : `${service}.${qualifier}`;
      bindings[target.resourceArn] = this.functionOf(folder, functionName);
    }
    return new Flow(this, flowName, { flowName, definition, ...props, bindings });
  }

  /** The Lambda function of a file in the functions folder, the same one each time; `handler` names the export that it calls. */
  protected functionOf(service: string, functionName: string, handler = 'handler'): LambdaFunction {
    const id = `${service}-${functionName}`.replaceAll('.', '-');
    const folder = `${this.#folder}functions/${service}`;
    const made = this.#functions.get(id) ?? this.#makeFunction(id, folder, functionName, handler);
    this.#functions.set(id, made);
    return made;
  }

  /** Every function of a service. */
  protected functionsOf(service: string): readonly LambdaFunction[] {
    const files = readdirSync(`${this.#folder}functions/${service}`);
    return files.map((file) => this.functionOf(service, file.slice(0, file.lastIndexOf('.'))));
  }

  #makeFunction(id: string, folder: string, name: string, handler: string): LambdaFunction {
    const limits = { timeout: Duration.minutes(5), memorySize: 512 };
    if (existsSync(`${folder}/${name}.py`)) {
      const code = Code.fromAsset(folder);
      return new PlainFunction(this, id, {
        ...limits,
        runtime: Runtime.PYTHON_3_13,
        handler: `${name}.${handler}`,
        code,
      });
    }
    return new NodejsFunction(this, id, {
      ...limits,
      runtime: Runtime.NODEJS_24_X,
      entry: `${folder}/${name}.ts`,
      handler,
      projectRoot: ROOT,
      depsLockFilePath: `${ROOT}package-lock.json`,
      bundling: { format: OutputFormat.ESM, target: 'node24', banner: REQUIRE },
    });
  }
}
