/** A CDK app of a user: strict, checking the declarations of packages too, and without bundler. */
export const CDK_APP = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'es2022',
      module: 'nodenext',
      strict: true,
      noUncheckedIndexedAccess: true,
      types: ['node'],
      outDir: 'out',
    },
    include: ['*.ts'],
  }),
  'orders.yaml': `
version: v1
type: flow
steps:
  - type: task
    name: price
    resourceArn: acs:fc:::services/shop/functions/price
  - type: task
    name: pack
    resourceArn: acs:mns:::/queues/jobs/messages
    pattern: waitForCallback
    serviceParams: {MessageBody: $}
`,
  'app.ts': `
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ConsoleStack, FdlStack, Flow, FlowDefinition, type FlowProps } from 'fdl-on-aws';
import * as cdk from 'fdl-on-aws/cdk';
import { type Diagnostic, drawFlow, formatDiagnostic, nextFireTimes, parseFlow, validateFlow } from 'fdl-on-aws/language';
import { type LocalServer, type ServerOptions, startServer } from 'fdl-on-aws/server';
import { type FlowRun, flowMatchers, flowsInTemplate, openVirtualHome, runFlow, type VirtualHome } from 'fdl-on-aws/testing';

const app = new App({ outdir: 'cdk.out' });
const { api, service } = new FdlStack(app, 'FdlOnAws');
new ConsoleStack(app, 'FdlConsole', { api, isProtected: false });

class Shop extends Stack {
  constructor(scope: App) {
    super(scope, 'Shop');
    const price = new LambdaFunction(this, 'Price', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ price: 3 });'),
    });
    const props: FlowProps = {
      service,
      definition: FlowDefinition.fromFile('orders.yaml'),
      bindings: {
        'acs:fc:::services/shop/functions/price': price,
        'acs:mns:::/queues/jobs/messages': new Queue(this, 'Jobs'),
      },
      schedules: [{ name: 'daily', cron: 'CRON_TZ=Asia/Shanghai 0 0 9 * * *' }],
    };
    new Flow(this, 'Orders', props);
  }
}
const shop = new Shop(app);
const { Orders = '' } = flowsInTemplate(Template.fromStack(shop).toJSON());
app.synth();
const ran: FlowRun = await runFlow(Orders, {
  tasks: { price: { output: { price: 3 } }, pack: { output: {}, report: { output: { packed: true } }, after: '3d' } },
});
if (!flowMatchers.toHaveLasted(ran, '3d').pass) throw new Error('it took another time');

const diagnostics: readonly Diagnostic[] = validateFlow('version: v1');
const { flow } = parseFlow('version: v1\\ntype: flow\\nsteps: [{type: succeed, name: done}]\\n');
const start: (options: ServerOptions) => Promise<LocalServer> = startServer;
const home: VirtualHome = openVirtualHome(async () => undefined);
console.log(JSON.stringify({
  sameConstructs: cdk.FdlStack === FdlStack,
  said: diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, 'version: v1', 'x.yaml'))[0],
  drawn: flow && (await drawFlow(flow, 'orders', 'mermaid')).split('\\n')[0],
  next: nextFireTimes('0 0 9 * * *', { after: 0, count: 1 }),
  start: typeof start,
  home: (await home.call('ListFlows', {})).Flows.length,
  ran: ran.output,
}));
`,
};
