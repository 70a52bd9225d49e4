import { describe, expect, test } from 'vitest';
import { CALLBACK } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const stamp = (edition: string) =>
  `version: v1\ntype: flow\nsteps: [{type: pass, name: s, outputMappings: [{target: edition, source: ${edition}}]}]`;

/** A flow with the editions first and second published and third as its newest. */
async function homeWithVersions() {
  const home = openApiHome();
  const { call, settle } = home;
  await call('CreateFlow', { Name: 'f', Definition: stamp('first'), Description: 'of one', Type: 'FDL' });
  await call('PublishFlowVersion', { FlowName: 'f', Description: 'the first' });
  await call('UpdateFlow', { Name: 'f', Definition: stamp('second'), Description: 'of two' });
  await call('PublishFlowVersion', { FlowName: 'f' });
  await call('UpdateFlow', { Name: 'f', Definition: stamp('third') });
  let started = 0;
  const run = async (request: object = {}) => {
    started += 1;
    const execution = { FlowName: 'f', ExecutionName: `run-${started}` };
    const answer = await call('StartExecution', { ...execution, ...request });
    await settle();
    const { Output } = await call('DescribeExecution', execution);
    return [answer.FlowVersion, JSON.parse(Output).edition];
  };
  const lead = (...weights: readonly (readonly [string, number])[]) =>
    JSON.stringify(weights.map(([Version, Weight]) => ({ Version, Weight })));
  const make = (Name: string, ...weights: readonly (readonly [string, number])[]) =>
    call('CreateFlowAlias', { FlowName: 'f', Name, RoutingConfigurations: lead(...weights) });
  return { ...home, run, lead, make };
}

describe('a published version', () => {
  test('runs by its number as the flow was, whatever the flow has become', async () => {
    const { run } = await homeWithVersions();
    expect(await run({ Qualifier: '1' })).toEqual(['1', 'first']);
    expect(await run({ Qualifier: '2' })).toEqual(['2', 'second']);
    for (const Qualifier of [undefined, '', 'LATEST']) {
      expect(await run({ ...(Qualifier !== undefined && { Qualifier }) })).toEqual([undefined, 'third']);
    }
  });

  test('is listed in order, page by page, and described', async () => {
    const { call } = await homeWithVersions();
    const first = await call('ListFlowVersions', { FlowName: 'f', Limit: 1 });
    expect(first).toMatchObject({ FlowVersions: [{ Version: '1', Description: 'the first' }] });
    const NextToken = String(first.NextToken);
    const second = await call('ListFlowVersions', { FlowName: 'f', NextToken });
    expect(second.FlowVersions.map(({ Version, Description }) => [Version, Description])).toEqual([
      ['2', ''],
    ]);
    expect(second).not.toHaveProperty('NextToken');
    expect(await call('DescribeFlow', { Name: 'f', FlowVersion: '1' })).toMatchObject({
      Name: 'f',
      Definition: stamp('first'),
      Description: 'of one',
    });
    expect(await call('DescribeFlow', { Name: 'f', FlowVersion: 'LATEST' })).toMatchObject({
      Definition: stamp('third'),
    });
  });

  test('that does not exist is named in the refusal', async () => {
    const { fail, call } = await homeWithVersions();
    const refusal = {
      Code: 'FlowVersionNotExists',
      status: 404,
      Message: "Version '7' does not exist in flow 'f'",
    };
    expect(await fail('StartExecution', { FlowName: 'f', Qualifier: '7' })).toMatchObject(refusal);
    expect(await fail('DescribeFlow', { Name: 'f', FlowVersion: '7' })).toMatchObject(refusal);
    expect(await fail('DeleteFlowVersion', { FlowName: 'f', FlowVersion: '7' })).toMatchObject(refusal);
    expect((await call('ListExecutions', {})).Executions).toEqual([]);
  });

  test('is deleted unless an alias leads to it, a schedule starts it, or an execution runs it', async () => {
    const { call, fail, settle, make, lead } = await homeWithVersions();
    const remove = { FlowName: 'f', FlowVersion: '1' };
    const refused = async () => {
      const { Code, Message } = await fail('DeleteFlowVersion', remove);
      return [Code, Message];
    };
    await make('live', ['1', 100]);
    expect(await refused()).toEqual([
      'ConcurrentUpdateError',
      "Alias 'live' of flow 'f' leads to version '1'; lead it elsewhere first",
    ]);
    await call('UpdateFlowAlias', { FlowName: 'f', Name: 'live', RoutingConfigurations: lead(['2', 1]) });
    const schedule = { FlowName: 'f', ScheduleName: 's' };
    await call('CreateSchedule', { ...schedule, CronExpression: '@every 1m', Qualifier: '1' });
    expect((await refused())[1]).toBe("Schedule 's' of flow 'f' starts '1'; change it first");
    await call('DeleteSchedule', schedule);
    await call('DeleteFlowVersion', remove);
    await call('UpdateFlow', { Name: 'f', Definition: CALLBACK });
    await call('PublishFlowVersion', { FlowName: 'f' });
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'waits', Qualifier: '3' });
    await settle();
    expect((await fail('DeleteFlowVersion', { FlowName: 'f', FlowVersion: '3' })).Message).toBe(
      "Execution 'waits' of flow 'f' runs version '3'; let it end or stop it first",
    );
    await call('StopExecution', { FlowName: 'f', ExecutionName: 'waits' });
    await settle();
    await call('DeleteFlowVersion', { FlowName: 'f', FlowVersion: '3' });
    const { FlowVersions } = await call('ListFlowVersions', { FlowName: 'f' });
    expect(FlowVersions.map(({ Version }) => Version)).toEqual(['2']);
    expect((await call('PublishFlowVersion', { FlowName: 'f' })).Version).toBe('4');
  });
});

describe('an alias', () => {
  test('leads starts to its version, and elsewhere once it is changed', async () => {
    const { run, make, call, lead } = await homeWithVersions();
    expect(await make('live', ['1', 100])).toMatchObject({
      FlowName: 'f',
      Name: 'live',
      RoutingConfigurations: [{ Version: '1', Weight: 100 }],
    });
    expect(await run({ Qualifier: 'live' })).toEqual(['1', 'first']);
    const changed = {
      FlowName: 'f',
      Name: 'live',
      RoutingConfigurations: lead(['2', 100]),
      Description: 'd',
    };
    expect((await call('UpdateFlowAlias', changed)).Alias).toMatchObject({ Description: 'd' });
    expect(await run({ Qualifier: 'live' })).toEqual(['2', 'second']);
    await call('UpdateFlowAlias', { FlowName: 'f', Name: 'live', Description: '' });
    const { Alias } = await call('DescribeFlowAlias', { FlowName: 'f', Name: 'live' });
    expect(Alias).toMatchObject({ Description: '', RoutingConfigurations: [{ Version: '2', Weight: 100 }] });
  });

  test('shares starts out over two versions, each with what it ran', async () => {
    const { run, make, call } = await homeWithVersions();
    await make('live', ['1', 1], ['2', 1]);
    const ran = [];
    for (let index = 0; index < 30; index += 1) ran.push(await run({ Qualifier: 'live' }));
    expect(new Set(ran.map(String))).toEqual(new Set(['1,first', '2,second']));
    await run({ Qualifier: '1' });
    await run();
    const count = async (Qualifier: string) =>
      (await call('ListExecutions', { FlowName: 'f', Qualifier, Limit: 99 })).Executions.length;
    expect(await Promise.all(['live', '1', 'LATEST', '2'].map(count))).toEqual([30, 1, 1, 0]);
  });

  test('is listed by name with weights as texts, and deleted unless a schedule starts by it', async () => {
    const { make, call, fail } = await homeWithVersions();
    await make('live', ['1', 90], ['2', 10]);
    await make('beta', ['2', 1]);
    const first = await call('ListFlowAliases', { FlowName: 'f', Limit: 1 });
    expect(first.Aliases).toMatchObject([{ Name: 'beta' }]);
    const rest = await call('ListFlowAliases', { FlowName: 'f', NextToken: String(first.NextToken) });
    expect(rest.Aliases).toMatchObject([
      {
        Name: 'live',
        RoutingConfigurations: [
          { Version: '1', Weight: '90' },
          { Version: '2', Weight: '10' },
        ],
      },
    ]);
    const schedule = { FlowName: 'f', ScheduleName: 's', CronExpression: '@every 1m' };
    expect(await call('CreateSchedule', { ...schedule, Qualifier: 'live' })).toMatchObject({
      Qualifier: 'live',
    });
    expect((await fail('DeleteFlowAlias', { FlowName: 'f', Name: 'live' })).Message).toBe(
      "Schedule 's' of flow 'f' starts 'live'; change it first",
    );
    expect(await call('UpdateSchedule', { ...schedule, Qualifier: 'LATEST' })).not.toHaveProperty(
      'Qualifier',
    );
    await call('DeleteFlowAlias', { FlowName: 'f', Name: 'live' });
    expect((await fail('DeleteFlowAlias', { FlowName: 'f', Name: 'live' })).Code).toBe('FlowAliasNotExists');
  });

  test.each([
    ['three versions', '[{"Version":"1","Weight":1},{"Version":"2","Weight":1},{"Version":"3","Weight":1}]'],
    ['none', '[]'],
    ['no list', '{}'],
    ['the same version twice', '[{"Version":"1","Weight":1},{"Version":"1","Weight":1}]'],
    ['weights of 0', '[{"Version":"1","Weight":0}]'],
    ['a weight above 100', '[{"Version":"1","Weight":101}]'],
    ['a weight that is no whole number', '[{"Version":"1","Weight":1.5}]'],
    ['no version', '[{"Weight":1}]'],
    ['LATEST', '[{"Version":"LATEST","Weight":1}]'],
    ['no JSON', '['],
  ])('of %s is refused', async (_title, RoutingConfigurations) => {
    const { fail } = await homeWithVersions();
    const request = { FlowName: 'f', Name: 'live', RoutingConfigurations };
    expect((await fail('CreateFlowAlias', request)).Code).toBe('InvalidArgument');
  });

  test('of a version that does not exist, with a name in use, or that is none is refused', async () => {
    const { fail, make, lead } = await homeWithVersions();
    const request = { FlowName: 'f', Name: 'live', RoutingConfigurations: lead(['9', 1]) };
    expect((await fail('CreateFlowAlias', request)).Code).toBe('FlowVersionNotExists');
    await make('live', ['1', 1]);
    expect(
      await fail('CreateFlowAlias', { ...request, RoutingConfigurations: lead(['1', 1]) }),
    ).toMatchObject({
      Code: 'FlowAliasAlreadyExists',
      status: 409,
    });
    for (const Name of ['LATEST', '12']) {
      expect((await fail('CreateFlowAlias', { ...request, Name })).Code).toBe('InvalidArgument');
    }
    expect(await fail('StartExecution', { FlowName: 'f', Qualifier: 'dead' })).toMatchObject({
      Code: 'FlowAliasNotExists',
      Message: "Alias 'dead' does not exist in flow 'f'",
    });
  });

  test('is one of twenty at most', async () => {
    const { make, lead, fail } = await homeWithVersions();
    for (let index = 0; index < 20; index += 1) await make(`a${index}`, ['1', 1]);
    const request = { FlowName: 'f', Name: 'more', RoutingConfigurations: lead(['1', 1]) };
    expect((await fail('CreateFlowAlias', request)).Message).toBe(
      "Flow 'f' has 20 aliases, the most allowed",
    );
  });

  test('starts schedules and sub-flows', async () => {
    const { make, call, settle, clock } = await homeWithVersions();
    await make('live', ['1', 1]);
    const schedule = { FlowName: 'f', ScheduleName: 's', CronExpression: '@every 1m', Qualifier: 'live' };
    await call('CreateSchedule', schedule);
    await settle();
    await clock.advanceBy(61_000);
    await settle();
    const { Executions } = await call('ListExecutions', { FlowName: 'f', Qualifier: 'live' });
    expect(Executions.map(({ Output }) => Output)).toContain('{"edition":"first"}');
    const step = (name: string, arn: string) =>
      `  - {type: task, name: ${name}, resourceArn: "acs:fnf:::flow/${arn}", pattern: sync, outputMappings: [{target: ${name}, source: $local.edition}]}\n`;
    const Definition = `version: v1\ntype: flow\nsteps:\n${step('a', 'f.live')}${step('b', 'f.2')}${step('c', 'f')}`;
    await call('CreateFlow', { Name: 'g', Definition, Description: '', Type: 'FDL' });
    await call('StartExecution', { FlowName: 'g', ExecutionName: 'e' });
    await settle();
    const { Output } = await call('DescribeExecution', { FlowName: 'g', ExecutionName: 'e' });
    expect(JSON.parse(Output)).toEqual({ a: 'first', b: 'second', c: 'third' });
    const missing = Definition.replace('f.live', 'f.none');
    await call('CreateFlow', { Name: 'h', Definition: missing, Description: '', Type: 'FDL' });
    await call('StartExecution', { FlowName: 'h', ExecutionName: 'e' });
    await settle();
    expect((await call('ListExecutions', { FlowName: 'h' })).Executions).toMatchObject([
      { ErrorCode: 'fnf.FlowAliasNotExists', ErrorMessage: "Alias 'none' does not exist in flow 'f'" },
    ]);
  });
});
