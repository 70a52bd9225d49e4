import { describe, expect, test } from 'vitest';
import { awsCronProblem } from '../../../src/adapters/aws/dispatch/aws-cron.ts';
import { roleProblem } from '../../../src/adapters/aws/targets/flow-roles.ts';
import { TWO_PASSES } from '../../helpers/api-flows.ts';
import { openApiHome } from '../../helpers/api-home.ts';

const FLOW = { Name: 'greet', Definition: TWO_PASSES, Description: '', Type: 'FDL' } as const;
const OWN_ROLE = 'arn:aws:iam::1:role/fdl-flow/greet';
const FOREIGN_ROLE = 'arn:aws:iam::1:role/admin';

/** Fine for FnF, too long for AWS. */
const LONG_CRON = '0 0-58/2,1-59/2 0-22/2,1-23/2 1-31/2,2-30/2 * *';

function openHome() {
  const config = { accountId: '1', allowedRolePaths: ['/fdl-flow/'], bindings: {} };
  return openApiHome({ cronProblem: awsCronProblem, roleProblem: (role) => roleProblem(role, config) });
}

describe('what a home cannot do, or does not allow,', () => {
  test('is refused for the role of a flow when it is created and when it is changed', async () => {
    const { call, fail } = openHome();
    const refusal = {
      status: 400,
      Code: 'InvalidArgument',
      Message: expect.stringContaining(`Parameter RoleArn: role ${FOREIGN_ROLE} may not be used by flows`),
    };

    expect(await fail('CreateFlow', { ...FLOW, RoleArn: FOREIGN_ROLE })).toMatchObject(refusal);
    await call('CreateFlow', { ...FLOW, RoleArn: OWN_ROLE });
    expect(await fail('UpdateFlow', { Name: 'greet', RoleArn: FOREIGN_ROLE })).toMatchObject(refusal);

    expect(await call('DescribeFlow', { Name: 'greet' })).toMatchObject({ RoleArn: OWN_ROLE });
  });

  test('is refused for a schedule when it is created and when it is changed', async () => {
    const { call, fail } = openHome();
    await call('CreateFlow', FLOW);
    const schedule = { FlowName: 'greet', ScheduleName: 'often' };
    const refusal = {
      status: 400,
      Code: 'InvalidArgument',
      Message: expect.stringContaining(
        'Parameter CronExpression: the expression lists too many single values',
      ),
    };

    expect(await fail('CreateSchedule', { ...schedule, CronExpression: LONG_CRON })).toMatchObject(refusal);
    await call('CreateSchedule', { ...schedule, CronExpression: '0 * * * * *' });
    expect(await fail('UpdateSchedule', { ...schedule, CronExpression: LONG_CRON })).toMatchObject(refusal);
  });

  test('is accepted where nothing forbids it', async () => {
    const { call } = openApiHome();
    await call('CreateFlow', { ...FLOW, RoleArn: FOREIGN_ROLE });
    await call('CreateSchedule', { FlowName: 'greet', ScheduleName: 'often', CronExpression: LONG_CRON });
  });
});
