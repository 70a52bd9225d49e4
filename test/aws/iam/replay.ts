import { serviceTemplate } from '../../infra/service-template.ts';
import { accessOf } from './access.ts';
import { type AccessRequest, applies, isAllowed, type Statement } from './policy.ts';
import { type Caller, type Recorded, requests } from './recorder.ts';
import { type Deployed, policyOf } from './template-policies.ts';

/** Rights that no request of the functions' own code needs, with who needs them. */
const NEEDED_ELSEWHERE: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'the runtime writes the log',
  'logs:PutLogEvents': 'the runtime writes the log',
  'xray:PutTraceSegments': 'the runtime writes traces',
  'xray:PutTelemetryRecords': 'the runtime writes traces',
  'sqs:ReceiveMessage': 'Lambda polls with the role of the driver',
  'sqs:DeleteMessage': 'Lambda polls with the role of the driver',
  'sqs:GetQueueAttributes': 'Lambda polls with the role of the driver',
  'sqs:GetQueueUrl': 'comes with the construct of the CDK that lets Lambda poll',
  'sts:AssumeRole': 'flows have no roles of their own on the emulators',
};

/** Where the emulated deployment has what the template names. */
export function deployedOn(env: Readonly<Record<string, string | undefined>>): Deployed {
  const table = (name = '') => ({ ref: name, arn: `arn:aws:dynamodb:us-east-1:000000000000:table/${name}` });
  const at = (arn = '', ref = arn) => ({ ref, arn });
  return {
    DataTablesExecutions: table(env['EXECUTIONS_TABLE']),
    DataTablesFlows: table(env['FLOWS_TABLE']),
    DataDispatchQueue: at(env['DISPATCH_QUEUE_ARN']),
    DataDispatchDeadLetters: at(env['DEAD_LETTER_QUEUE_ARN']),
    DataAccessKeys: at(env['KEYS_SECRET_ARN'], env['KEYS_SECRET_ARN']),
    TimersGroup: at('', env['SCHEDULE_GROUP']),
    TimersRole: at(env['SCHEDULER_ROLE_ARN']),
  };
}

/** What a function was refused, and what it may do without ever having done it. */
export interface Replay {
  readonly refused: readonly string[];
  readonly unused: readonly string[];
}

/** Asks the policies of the template for every request that a function has made. */
export function replay(caller: Caller, deployed: Deployed): Replay {
  const isMns = caller === 'Mns';
  const template = serviceTemplate({ mns: isMns });
  const own = policyOf(template, `${caller}FunctionRole`, deployed);
  const ofFlows = policyOf(template, 'DriverDefaultFlowRole', deployed);
  const asked = requests().filter((request) => request.caller === caller);
  const calls = asked.filter((request) => !isMns && isCallOfTask(request, deployed));
  const others = asked.filter((request) => !calls.includes(request)).flatMap(accessOf);
  // What workers use in the original's protocol is tagged, as is what tasks call.
  const access = isMns ? others.map(withTag) : others;
  const tagged = calls.flatMap(accessOf).map(withTag);
  return {
    refused: [
      ...access.filter((request) => !isAllowed(own, request)),
      ...tagged.filter((request) => !isAllowed(ofFlows, request)),
    ].map(textOf),
    unused: own.flatMap((statement) => unusedOf(statement, access)),
  };
}

function withTag(request: AccessRequest): AccessRequest {
  return { ...request, context: { ...request.context, 'aws:ResourceTag/fdl:callable': 'true' } };
}

/** Functions, topics, and queues that are not the service's: called with the role of a flow. */
function isCallOfTask({ command, input }: Recorded, { DataDispatchQueue }: Deployed): boolean {
  if (command === 'InvokeCommand' || command === 'PublishCommand') return true;
  const queue = DataDispatchQueue?.arn.split(':').at(-1) ?? '';
  return command === 'SendMessageCommand' && !String(input['QueueUrl']).endsWith(`/${queue}`);
}

/** Each action of a statement on each of its resources that nothing has asked for. */
function unusedOf(statement: Statement, access: readonly AccessRequest[]): readonly string[] {
  return [statement.Action].flat().flatMap((action) =>
    [statement.Resource]
      .flat()
      .filter((resource) => {
        const one = { ...statement, Action: action, Resource: resource };
        return NEEDED_ELSEWHERE[action] === undefined && !access.some((request) => applies(one, request));
      })
      .map((resource) => `${action} on ${resource}`),
  );
}

function textOf({ action, resource }: AccessRequest): string {
  return `${action} on ${resource}`;
}
