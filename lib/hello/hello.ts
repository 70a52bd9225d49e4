import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Flow } from '../flow/flow.ts';
import { FlowDefinition } from '../flow/flow-definition.ts';
import type { FlowService } from '../flow/flow-service.ts';
import { acknowledge } from '../service/findings.ts';

const GREET = 'acs:fc:::services/hello/functions/greet';

const DEFINITION = `version: v1
type: flow
outputMappings:
  - {target: greeting, source: $local.greeting}
steps:
  - type: task
    name: greet
    resourceArn: ${GREET}
`;

const GREETER = `exports.handler = async ({ name = 'world' }) => ({ greeting: 'Hello, ' + name + '!' });`;

/** Props of the first call. */
export interface HelloProps {
  readonly service: FlowService;
  /** Address of the API. */
  readonly url: string;
}

/** A flow to begin with, with a function of its own, and an output that prints the command which runs it. */
export class Hello extends Construct {
  constructor(scope: Construct, id: string, { service, url }: HelloProps) {
    super(scope, id);
    const definition = FlowDefinition.fromText(DEFINITION, 'hello.yaml');
    new Flow(this, 'Flow', {
      definition,
      flowName: 'hello',
      bindings: { [GREET]: this.#createGreeter() },
      service,
    });
    // In two parts, so that every shell leaves both out where there is no token: curl would sign an empty header.
    const command = [
      `curl -s ${url}/StartSyncExecution --aws-sigv4 aws:amz:${Stack.of(this).region}:execute-api`,
      '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
      `\${AWS_SESSION_TOKEN:+-H} \${AWS_SESSION_TOKEN:+"x-amz-security-token: $AWS_SESSION_TOKEN"}`,
      `-H 'content-type: application/json' -d '{"FlowName": "hello", "Input": {"name": "you"}}'`,
    ];
    const output = new CfnOutput(this, 'Command', {
      value: command.join(' '),
      description: 'Runs the flow hello with the credentials in the environment',
    });
    output.overrideLogicalId('Hello');
  }

  #createGreeter(): LambdaFunction {
    const role = new Role(this, 'GreeterRole', {
      description: 'Greets',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const logGroup = new LogGroup(this, 'GreeterLogs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    const greeter = new LambdaFunction(this, 'Greeter', {
      description: 'Greets, as the first task of a flow',
      code: Code.fromInline(GREETER),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 128,
      timeout: Duration.seconds(3),
      role,
      logGroup,
    });
    acknowledge(greeter, {
      'Serverless::Serverless-LambdaDLQ': 'It is called by flows, which see a failed call.',
      'Serverless::Serverless-LambdaTracing': 'It does nothing that could be traced.',
    });
    return greeter;
  }
}
