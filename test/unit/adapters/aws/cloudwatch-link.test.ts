import { expect, test } from 'vitest';
import { CloudWatchLink } from '../../../../src/adapters/aws/logs/cloudwatch-link.ts';
import { queryPage, queryText } from '../../../../src/adapters/aws/logs/insights-query.ts';
import { HOME_START, openApiHome } from '../../../helpers/api-home.ts';

const id = { flowId: 'flow-1', name: 'order-1' };

/** The parts of the address of the page as the AWS console reads them. */
function readPage(url: string): Record<string, string> {
  const [, detail = ''] = /#logsV2:logs-insights\$3FqueryDetail\$3D~\((.*)\)$/.exec(url) ?? [];
  const plain = (text: string) =>
    text.replaceAll(/\*\*(....)|\*(..)/g, (_, four?: string, two?: string) =>
      String.fromCharCode(parseInt(four ?? two ?? '', 16)),
    );
  const parts = detail.matchAll(/(\w+)~(?:'([^~]*)|\(((?:~'[^~)]*)*)\))/g);
  return Object.fromEntries(
    [...parts].map(([, name = '', value, list = '']) => [name, plain(value ?? list)]),
  );
}

test('The query holds all that the filter names, each text as it is', () => {
  expect(queryText(id, {})).toBe(
    "fields @timestamp, @log, @requestId, @message\n| filter @message like 'flow-1/order-1/'\n| sort @timestamp asc\n| limit 10000",
  );
  const all = queryText(id, { stepName: 'pay', entry: 7, level: 'Warn', search: "a/b'(c)" });
  expect(all.split('\n| ').slice(1, -2)).toEqual([
    "filter @message like 'flow-1/order-1/7/'",
    `filter @message like '"pay"'`,
    String.raw`filter @message like /(?i)\b(warn|warning|error|fatal|critical)\b/`,
    String.raw`filter @message like /(?i)a\/b'\(c\)/`,
  ]);
});

test('The page is that of the region, with the query, the times and the groups', () => {
  const query = {
    text: "like '支付'~",
    logGroups: ['/aws/lambda/a', '/aws/lambda/b-c'],
    from: 0,
    to: 86_400_000,
  };
  const url = queryPage('eu-west-1', query);
  expect(url).toMatch(
    /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=eu-west-1#[\x21-\x7e]+$/,
  );
  expect(readPage(url)).toEqual({
    end: '1970-01-02T00:00:00.000Z',
    start: '1970-01-01T00:00:00.000Z',
    timeType: 'ABSOLUTE',
    tz: 'UTC',
    editorString: query.text,
    source: "~'/aws/lambda/a~'/aws/lambda/b-c",
  });
  expect(queryPage('cn-north-1', query)).toContain('https://cn-north-1.console.amazonaws.cn/');
  expect(queryPage('us-gov-west-1', query)).toContain('https://us-gov-west-1.console.amazonaws-us-gov.com/');
});

const TWO_FUNCTIONS = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item}
    steps:
      - {type: task, name: pay, resourceArn: 'acs:fc:::services/shop/functions/pay'}
      - {type: task, name: again, resourceArn: 'acs:fc:::services/shop/functions/pay'}
  - {type: task, name: far, resourceArn: 'arn:aws:lambda:us-east-1:000000000000:function:far'}
  - {type: task, name: mail, resourceArn: 'arn:aws:lambda:eu-west-1:000000000000:function:mail'}
`;

test('GetExecutionLogs leads to the groups of the functions in the region', async () => {
  const plain = openApiHome();
  const naming = { region: 'eu-west-1', accountId: '000000000000', bindings: {} };
  const { flows, clock, executions } = plain.services;
  const { call } = openApiHome({ flows, executions, logs: new CloudWatchLink(flows, clock, naming) });
  await plain.call('CreateFlow', { Name: 'f', Definition: TWO_FUNCTIONS, Description: '', Type: 'FDL' });
  await plain.call('CreateFlow', {
    Name: 'g',
    Definition: 'version: v1\ntype: flow\nsteps: [{type: pass, name: p}]',
    Description: '',
    Type: 'FDL',
  });
  const key = { FlowName: 'f', ExecutionName: 'order-1' };
  for (const FlowName of ['f', 'g'])
    await plain.call('StartExecution', { ...key, FlowName, Input: '{"items":[]}' });
  const { Lines, LogsUrl = '', LogsQuery } = await call('GetExecutionLogs', key);
  expect(Lines).toEqual([]);
  const page = readPage(LogsUrl);
  expect(page['source']).toBe("~'/aws/lambda/shop-pay~'/aws/lambda/mail");
  expect(page['editorString']).toBe(LogsQuery);
  expect(LogsQuery).toContain('/order-1/');
  expect(page['start']).toBe(new Date(HOME_START).toISOString());
  const one = await call('GetExecutionLogs', { ...key, StepName: 'mail' });
  expect(readPage(one.LogsUrl ?? '')['source']).toBe("~'/aws/lambda/mail");
  expect(await call('GetExecutionLogs', { ...key, FlowName: 'g' })).not.toHaveProperty('LogsUrl');
});
