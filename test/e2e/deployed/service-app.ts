import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Flow, FlowDefinition } from '../../../lib/index.ts';

// Flows for service.test.ts. `-c release=2` lets one of them call another function.

const HOLD = 'acs:fc:::services/e2e/functions/hold';
const TELL = 'acs:fc:::services/e2e/functions/tell';
const SLEEP = 'acs:fc:::services/e2e/functions/sleep';

const RELEASED = `version: v1
type: flow
steps:
  - type: task
    name: hold
    resourceArn: ${HOLD}
    pattern: waitForCallback
    inputMappings: [{target: taskToken, source: $context.task.token}]
  - type: task
    name: tell
    resourceArn: ${TELL}
    outputMappings: [{target: release, source: $local.release}]
outputMappings: [{target: release, source: $local.release}]
`;

const SLEEPING = `version: v1
type: flow
steps:
  - {type: task, name: sleep, resourceArn: ${SLEEP}}
`;

const app = new App();
const stack = new Stack(app, 'FdlE2e');

function functionOf(id: string, body: string): LambdaFunction {
  return new LambdaFunction(stack, id, {
    code: Code.fromInline(`exports.handler = async (event) => { ${body} };`),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    timeout: Duration.minutes(1),
  });
}

const hold = functionOf('Hold', 'return event;');
const tellers = ['1', '2'].map((release) => functionOf(`Tell${release}`, `return { release: ${release} };`));
const tell = tellers[app.node.tryGetContext('release') === '2' ? 1 : 0];
if (tell === undefined) throw new Error('every release has its function');
new Flow(stack, 'Released', {
  flowName: 'e2e-released',
  definition: FlowDefinition.fromText(RELEASED),
  bindings: { [HOLD]: hold, [TELL]: tell },
});
const sleeper = functionOf(
  'Sleep',
  'await new Promise((done) => setTimeout(done, 15000)); return { slept: true };',
);
new Flow(stack, 'Sleeping', {
  flowName: 'e2e-sleeping',
  definition: FlowDefinition.fromText(SLEEPING),
  // A function of its timeout replies by messages unless it says so; then no driver would be in a task to die there.
  bindings: { [SLEEP]: { function: sleeper, wait: 'driver' } },
});
