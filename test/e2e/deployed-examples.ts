import { existsSync, globSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { type Example, readExamples } from '../../examples/runner/example.ts';
import { type Binding, Flow, FlowDefinition } from '../../lib/index.ts';
import type { TaskTarget } from '../../src/fdl/flow.ts';

// The CDK app of `npm run test:e2e`: examples as flows with their functions, next to a deployed service.

/** The examples that run on a deployment as they are: no workers to keep running, no buckets to fill. */
export function deployableExamples(): readonly Example[] {
  return readExamples().filter(
    ({ workers, uploads, buckets, cases }) =>
      workers.length + uploads.length + buckets.length === 0 &&
      cases.every(({ release }) => release === undefined),
  );
}

/** One example: a flow per definition, in an order in which children come first. */
class ExampleFlows extends Construct {
  private readonly functions = new Map<string, Binding>();
  private readonly flows = new Map<string, Flow>();
  private readonly example: Example;

  constructor(scope: Construct, example: Example) {
    super(scope, example.name);
    this.example = example;
    for (const name of Object.keys(example.flows).toReversed()) this.flow(name);
  }

  private flow(flowName: string): void {
    const definition = FlowDefinition.fromText(this.example.flows[flowName] ?? '', flowName);
    const bindings = definition
      .targets()
      .map((target): [string, Binding | undefined] => [target.resourceArn, this.bindingOf(target)])
      .filter((entry): entry is [string, Binding] => entry[1] !== undefined);
    this.flows.set(
      flowName,
      new Flow(this, flowName, { flowName, definition, bindings: Object.fromEntries(bindings) }),
    );
  }

  private bindingOf(target: TaskTarget): Binding | undefined {
    if (target.kind === 'flow') return this.flows.get(target.flowName);
    if (target.kind !== 'function') return undefined;
    const folder = target.qualifier === undefined ? target.service : `${target.service}.${target.qualifier}`;
    const id = `${folder}-${target.functionName}`.replace('.', '-');
    const code = fileURLToPath(new URL(`functions/${folder}/${target.functionName}`, this.example.folder));
    const [file] = globSync(`${code}.{ts,js,py}`);
    const known = this.functions.get(id);
    const binding = known ?? (file === undefined ? undefined : functionOf(this, id, file));
    if (binding !== undefined) this.functions.set(id, binding);
    return binding;
  }
}

function functionOf(scope: Construct, id: string, file: string): LambdaFunction {
  const timeout = Duration.minutes(1);
  if (extname(file) === '.py') {
    const handler = `${basename(file, '.py')}.handler`;
    const code = Code.fromAsset(dirname(file));
    return new LambdaFunction(scope, id, { runtime: Runtime.PYTHON_3_13, handler, code, timeout });
  }
  const bundling = { format: OutputFormat.ESM, target: 'node24' };
  return new NodejsFunction(scope, id, { runtime: Runtime.NODEJS_24_X, entry: file, timeout, bundling });
}

/** The stack with all of them; `app` is what the CDK gives or a test. */
export function examplesStack(app: App): Stack {
  const stack = new Stack(app, 'FdlExamples');
  for (const example of deployableExamples()) new ExampleFlows(stack, example);
  return stack;
}

if (
  process.argv[1] !== undefined &&
  existsSync(process.argv[1]) &&
  import.meta.filename === process.argv[1]
) {
  examplesStack(new App());
}
