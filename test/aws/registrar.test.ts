import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../src/cli/service/client.ts';
import { type Deployment, deploy } from './deployment.ts';
import { lambdaContext } from './emulated/event-source.ts';
import { serve, type TestServer } from './emulated/http.ts';
import { deployedOn } from './iam/deployed.ts';
import { ENCRYPTIONS, replay } from './iam/replay.ts';

// The registrar as CloudFormation calls it, and what its answers say.

const FLOW = 'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n';
const OTHER = 'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: b}\n';
const ROLE = 'arn:aws:iam::000000000000:role/fdl-flow/shop';

const NIGHTLY = { Name: 'nightly', CronExpression: '0 0 3 * * *', Payload: '', Enable: 'true' };

interface Answer {
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
}

let deployment: Deployment;
let cloudFormation: TestServer;
let answers: Answer[] = [];

beforeAll(async () => {
  deployment = await deploy([]);
  cloudFormation = await serve(async ({ body }) => {
    answers.push(JSON.parse(body.toString()));
    return { status: 200 };
  });
});
afterAll(async () => {
  await cloudFormation.close();
  await deployment[Symbol.asyncDispose]();
});

function properties(Name: string, more: object = {}) {
  return { Name, Definition: FLOW, Description: '', RoleArn: ROLE, Schedules: [], ...more };
}

async function ask(RequestType: string, event: object): Promise<Answer> {
  answers = [];
  const common = {
    StackId: 's',
    RequestId: 'r',
    LogicalResourceId: 'Flow',
    ResponseURL: cloudFormation.endpoint,
  };
  await deployment.registrar(
    { RequestType, ...common, ...event } as CloudFormationCustomResourceEvent,
    lambdaContext(),
  );
  const [answer] = answers;
  if (answer === undefined) throw new Error('CloudFormation got no answer');
  expect(answer).toMatchObject({ StackId: 's', RequestId: 'r', LogicalResourceId: 'Flow' });
  return answer;
}

const client = () => createClient({ endpoint: deployment.api });
const describeFlow = (Name: string) => client().call('DescribeFlow', { Name });

describe('a flow of a stack', () => {
  test('is created with its schedules, also when CloudFormation asks twice', async () => {
    const ResourceProperties = properties('created', { Schedules: [NIGHTLY] });
    for (const _ of ['first', 'second']) {
      const answer = await ask('Create', { ResourceProperties });
      expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'created' });
    }
    expect(await describeFlow('created')).toMatchObject({ Definition: FLOW, RoleArn: ROLE });
    const { Schedules } = await client().call('ListSchedules', { FlowName: 'created' });
    expect(Schedules).toMatchObject([{ ScheduleName: 'nightly', CronExpression: '0 0 3 * * *' }]);
  });

  test('is updated, and loses the schedules that the stack no longer has', async () => {
    const OldResourceProperties = properties('updated', { Schedules: [NIGHTLY] });
    await ask('Create', { ResourceProperties: OldResourceProperties });
    const ResourceProperties = properties('updated', {
      Definition: OTHER,
      Schedules: [{ ...NIGHTLY, Name: 'weekly', Enable: 'false' }],
    });
    const answer = await ask('Update', {
      PhysicalResourceId: 'updated',
      ResourceProperties,
      OldResourceProperties,
    });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'updated' });
    expect(await describeFlow('updated')).toMatchObject({ Definition: OTHER });
    const { Schedules } = await client().call('ListSchedules', { FlowName: 'updated' });
    expect(Schedules).toMatchObject([{ ScheduleName: 'weekly', Enable: false }]);
  });

  test('has schedules with the overlap policy and the jitter of the stack, and without them where it has none', async () => {
    const described = () =>
      createClient({ endpoint: deployment.api }).call('DescribeSchedule', {
        FlowName: 'overlapping',
        ScheduleName: 'nightly',
      });
    const careful = { ...NIGHTLY, OverlapPolicy: 'Skip', JitterSeconds: '30' };
    const old = properties('overlapping', { Schedules: [careful] });
    await ask('Create', { ResourceProperties: old });
    expect(await described()).toMatchObject({ OverlapPolicy: 'Skip', JitterSeconds: 30 });
    await ask('Update', {
      PhysicalResourceId: 'overlapping',
      OldResourceProperties: old,
      ResourceProperties: properties('overlapping', { Schedules: [NIGHTLY] }),
    });
    expect(await described()).not.toHaveProperty('OverlapPolicy');
    await ask('Delete', {
      PhysicalResourceId: 'overlapping',
      ResourceProperties: properties('overlapping'),
    });
  });

  test('under a new name is another flow, whose old one CloudFormation deletes', async () => {
    const OldResourceProperties = properties('before');
    await ask('Create', { ResourceProperties: OldResourceProperties });
    const ResourceProperties = properties('after');
    const renamed = await ask('Update', {
      PhysicalResourceId: 'before',
      ResourceProperties,
      OldResourceProperties,
    });
    expect(renamed).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'after' });
    await ask('Delete', { PhysicalResourceId: 'before', ResourceProperties: OldResourceProperties });
    await expect(describeFlow('before')).rejects.toMatchObject({ code: 'FlowNotExists' });
    expect(await describeFlow('after')).toMatchObject({ Name: 'after' });
  });

  test('is deleted once, and a second time is fine', async () => {
    await ask('Create', { ResourceProperties: properties('gone') });
    for (const _ of ['first', 'second']) {
      const answer = await ask('Delete', {
        PhysicalResourceId: 'gone',
        ResourceProperties: properties('gone'),
      });
      expect(answer.Status).toBe('SUCCESS');
    }
  });
});

describe('the alias of a flow', () => {
  const Alias = { Name: 'live', Weight: '100' };
  const canary = { ...Alias, Weight: '10' };

  async function routes(FlowName: string) {
    const found = await client().call('DescribeFlowAlias', { FlowName, Name: 'live' });
    return found.Alias.RoutingConfigurations.map(({ Version, Weight }) => `${Version}=${Weight}`);
  }

  /** Updates from one set of properties to the next, twice, as CloudFormation may. */
  async function update(name: string, before: object, after: object) {
    const [OldResourceProperties, ResourceProperties] = [properties(name, before), properties(name, after)];
    const request = { PhysicalResourceId: name, ResourceProperties, OldResourceProperties };
    for (const _ of ['first', 'second']) expect((await ask('Update', request)).Status).toBe('SUCCESS');
    return await routes(name);
  }

  test('leads to what is deployed, a canary first, and back when the stack is rolled back', async () => {
    const nightly = { ...NIGHTLY, Qualifier: 'live' };
    await ask('Create', { ResourceProperties: properties('aliased', { Alias, Schedules: [nightly] }) });
    expect(await routes('aliased')).toEqual(['1=100']);
    const changed = { Definition: OTHER, Alias: canary };
    expect(await update('aliased', { Alias, Schedules: [nightly] }, changed)).toEqual(['1=90', '2=10']);
    expect(await update('aliased', changed, { Alias })).toEqual(['1=100']);
    expect(await update('aliased', { Alias }, changed)).toEqual(['1=90', '3=10']);
    expect(await update('aliased', changed, { Definition: OTHER, Alias })).toEqual(['3=100']);
    const later = { Alias: { Name: 'other', Weight: '100' } };
    await expect(update('aliased', { Alias }, later)).rejects.toMatchObject({ code: 'FlowAliasNotExists' });
  });

  test('takes all starts back at an alarm, and is left alone without a canary', async () => {
    await ask('Create', { ResourceProperties: properties('alarmed', { Alias }) });
    await update('alarmed', { Alias }, { Definition: OTHER, Alias: canary });
    const event = { rollback: { flowName: 'alarmed', alias: 'live' } };
    for (const _ of ['first', 'second']) {
      await deployment.registrar(event, lambdaContext());
      expect(await routes('alarmed')).toEqual(['1=100']);
    }
  });
});

describe('a deployment fails', () => {
  test('with the diagnostic text of a definition that the service refuses', async () => {
    const ResourceProperties = properties('bad', {
      Definition: 'version: v1\ntype: flow\nsteps:\n  - {type: wiat, name: a}\n',
    });
    const answer = await ask('Create', { ResourceProperties });
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/line 4, column 12: steps/),
    });
  });

  test('for a role that flows may not have', async () => {
    const ResourceProperties = properties('bad', { RoleArn: 'arn:aws:iam::000000000000:role/admin' });
    const answer = await ask('Create', { ResourceProperties });
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('role/admin') });
  });

  test('for a schedule that is not possible, and leaves no flow behind', async () => {
    const Schedules = [{ ...NIGHTLY, CronExpression: '0/2 * * * * *' }];
    const answer = await ask('Create', { ResourceProperties: properties('half', { Schedules }) });
    expect(answer.Status).toBe('FAILED');
    await expect(describeFlow('half')).rejects.toMatchObject({ code: 'FlowNotExists' });
  });

  test('for a name that another stack has, and its rollback does not delete their flow', async () => {
    await client().call('CreateFlow', { Name: 'theirs', Definition: OTHER, Description: '', Type: 'FDL' });
    const { Status, PhysicalResourceId } = await ask('Create', { ResourceProperties: properties('theirs') });
    expect(Status).toBe('FAILED');
    const rollback = await ask('Delete', { PhysicalResourceId, ResourceProperties: properties('theirs') });
    expect(rollback.Status).toBe('SUCCESS');
    expect(await describeFlow('theirs')).toMatchObject({ Definition: OTHER });
  });
});

test.each(ENCRYPTIONS)(
  'What the registrar asks of AWS is allowed by its policy, which allows nothing else, $name',
  async (encryption) => {
    const place = { deployed: deployedOn(process.env), sessions: deployment.sessions };
    const { refused, unused } = await replay('Registrar', encryption, place);
    expect(refused).toEqual([]);
    expect(unused).toEqual([]);
  },
);
