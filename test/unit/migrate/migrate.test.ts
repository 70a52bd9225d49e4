import { expect, test } from 'vitest';
import { migrate } from '../../../src/migrate/migrate.ts';

const DEFINITION = 'version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n';

/** The result for a set of files; files that are named by others are among them. */
async function carryOver(files: Readonly<Record<string, string>>) {
  const readBeside = (path: string) => {
    const text = files[path.replace(/^\.\//, '')];
    if (text === undefined) throw new Error(`${path} is no file of at most 1 MiB beside it`);
    return text;
  };
  const {
    flows,
    remarks,
    files: written,
  } = await migrate(Object.entries(files).map(([name, text]) => ({ name, text, readBeside })));
  return { names: flows.map(({ name }) => name), remarks: remarks.map(({ text }) => text), written };
}

const FUN = `ROSTemplateFormatVersion: '2015-09-01'
Transform: 'Aliyun::Serverless-2018-04-03'
Resources:
  shop:
    Type: 'Aliyun::Serverless::Service'
    price:
      Type: 'Aliyun::Serverless::Function'
      Properties: { Handler: index.handler, Runtime: python3, CodeUri: functions/price }
  order:
    Type: 'Aliyun::Serverless::Flow'
    Properties:
      Description: "it's an order"
      Definition:
        version: v1
        type: flow
        steps:
          - type: task
            name: ask
            resourceArn: !Ref shop/price
      Events:
        nightly: { Type: Schedule, Properties: { CronExpression: '0 0 3 * * *', Payload: '{"a":"it''s"}', Enable: false } }
        upload: { Type: OSS, Properties: {} }
  beside:
    Type: 'Aliyun::Serverless::Flow'
    Properties: { DefinitionUri: ./flow.yml }
`;

test('a template of Fun: definitions as structures and in files, references, schedules, functions', async () => {
  const { names, remarks, written } = await carryOver({
    'template.yml': FUN,
    'flow.yml': DEFINITION.replace('type: pass', 'type: task\n    resourceArn: !Ref shop/price'),
  });
  expect(names).toEqual(['order', 'beside']);
  expect(written.get('flows/order.yaml')).toContain('resourceArn: acs:fc:::services/shop/functions/price');
  expect(written.get('flows/beside.yaml')).toContain('resourceArn: acs:fc:::services/shop/functions/price');
  expect(written.get('app.ts')).toContain("description: 'it\\'s an order',");
  expect(written.get('app.ts')).toContain(
    `{ name: 'nightly', cron: '0 0 3 * * *', payload: {"a":"it's"}, isEnabled: false },`,
  );
  expect(written.get('schedules.sh')).toContain(
    `npx fdl schedule create 'order' 'nightly' --cron '0 0 3 * * *' --payload '{"a":"it'\\''s"}' --no-enable`,
  );
  expect(remarks).toEqual([
    'function shop/price (python3, index.handler): put functions/price at functions/shop/price, with a handler named handler',
    'event upload is no schedule: start the flow by code, or by an upload',
  ]);
});

test('a template of ROS in JSON: parameters, functions of templates, schedules beside their flow', async () => {
  const template = {
    ROSTemplateFormatVersion: '2015-09-01',
    Parameters: { Prefix: { Default: 'night' }, Unset: {} },
    Resources: {
      Flow: {
        Type: 'ALIYUN::FNF::Flow',
        Properties: {
          Name: { 'Fn::Join': ['-', [{ Ref: 'Prefix' }, 'run']] },
          Definition: {
            'Fn::Replace': [{ '<step>': { Ref: 'Prefix' } }, DEFINITION.replace('name: a', 'name: <step>')],
          },
        },
      },
      Other: {
        Type: 'ALIYUN::FNF::Flow',
        Properties: {
          Name: 'other',
          Definition: { 'Fn::Sub': DEFINITION.replace('name: a', `name: \${Unset}`) },
        },
      },
      Timer: {
        Type: 'ALIYUN::FNF::Schedule',
        Properties: { FlowName: 'night-run', ScheduleName: 's', CronExpression: '@every 5m' },
      },
      Lost: {
        Type: 'ALIYUN::FNF::Schedule',
        Properties: { FlowName: { 'Fn::GetAtt': ['Other', 'FlowName'] }, CronExpression: '@every 5m' },
      },
      Stray: {
        Type: 'ALIYUN::FNF::Schedule',
        Properties: { FlowName: { Ref: 'Unset' }, CronExpression: '@every 5m' },
      },
    },
  };
  const { names, remarks, written } = await carryOver({ 'ros.json': JSON.stringify(template) });
  expect(names).toEqual(['night-run', 'other']);
  expect(written.get('flows/night-run.yaml')).toContain('name: night');
  expect(written.get('schedules.sh')).toContain("create 'night-run' 's' --cron '@every 5m'");
  expect(written.get('schedules.sh')).toContain("create 'other' 'Lost'");
  expect(remarks.join('\n')).toContain('Ref "Unset" has no value here');
  expect(remarks.join('\n')).toContain('other, line 5: invalid-name');
  expect(remarks.join('\n')).toContain(`schedule Stray is of the flow \${Unset}`);
});

test.each([
  ['services', 'component: fnf\n    props:\n      name: a-flow\n      definition: ./flow.yaml', 'services:'],
  [
    'resources',
    'component: devsapp/fnf@1\n    props:\n      name: a-flow\n      definition: ./flow.yaml',
    'resources:',
  ],
])('a file of Serverless Devs with %s', async (_title, entry, head) => {
  const fc = '\n  price:\n    component: fc3\n    props: { functionName: shop-price, code: ./code }';
  const { names, remarks } = await carryOver({
    's.yaml': `edition: 1.0.0\nvars: { region: cn-hangzhou }\n${head}\n  flow:\n    ${entry}\n      region: \${vars.region}${fc}\n`,
    'flow.yaml': DEFINITION,
  });
  expect(names).toEqual(['a-flow']);
  expect(remarks).toEqual([
    'function shop-price: put ./code at functions/shop/price, with a handler named handler',
  ]);
});

test('the first edition of Serverless Devs names components at the top', async () => {
  const { names } = await carryOver({
    'template.yaml': 'Demo:\n  Component: fnf\n  Properties:\n    Name: first\n    Definition: ./flow.yaml\n',
    'flow.yaml': DEFINITION,
  });
  expect(names).toEqual(['first']);
});

test('files of Terraform: variables of other files, locals, files beside, schedules', async () => {
  const { names, remarks, written } = await carryOver({
    'variables.tf': `variable "name" { default = "tf-flow" }\nvariable "step" {}\nlocals { two = "\${var.name}-two" }\n`,
    'main.tf': `
resource "alicloud_fnf_flow" "default" {
  definition = file("\${path.module}/flow.yaml")
  name       = var.name
}
resource "alicloud_fnf_flow" "two" {
  definition = <<EOT
version: v1
type: flow
steps:
  - type: pass
    name: \${var.step}
EOT
  name = local.two
}
resource "alicloud_fnf_schedule" "s" {
  flow_name       = alicloud_fnf_flow.default.name
  schedule_name   = "s"
  enable          = "false"
  payload         = "{\\"a\\": 1}"
  cron_expression = "30 9 * * * *"
}
`,
    'flow.yaml': DEFINITION,
  });
  expect(names).toEqual(['tf-flow', 'tf-flow-two']);
  expect(written.get('flows/tf-flow.yaml')).toBe(DEFINITION);
  expect(written.get('schedules.sh')).toContain(
    `create 'tf-flow' 's' --cron '30 9 * * * *' --payload '{"a": 1}' --no-enable`,
  );
  expect(remarks[0]).toBe(`\${var.step} has no value here: write it into the flow`);
});

test('references in a circle, files that cannot be read, names that are none, and duplicates are told', async () => {
  const { names, remarks } = await carryOver({
    'bad.tf': 'resource "x" {',
    'circle.yml': `ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  f: { Type: 'ALIYUN::FNF::Flow', Properties: { Name: 'a b', Definition: 'steps: []' } }\n`,
    'gone.yml': `ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  f: { Type: 'Aliyun::Serverless::Flow', Properties: { DefinitionUri: none.yml } }\n`,
    'empty.yml': `ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  f: { Type: 'ALIYUN::FNF::Flow', Properties: { Name: g } }\n`,
    'circle.tf': `locals {\n a = "\${local.b}"\n b = "\${local.a}"\n}\nresource "alicloud_fnf_flow" "x" {\n name = local.a\n definition = ""\n}\n`,
    'other.txt.yml': 'just: text',
  });
  expect(names).toEqual([]);
  const all = remarks.join('\n');
  for (const text of [
    'not read:',
    '"a b" is no name of a flow',
    'none.yml is no file',
    'flow g has no definition',
  ])
    expect(all).toContain(text);
});
