import type { Template } from 'aws-cdk-lib/assertions';
import { serviceTemplate } from '../../infra/service-template.ts';
import type { Session } from '../emulated/sts.ts';
import { accessOf } from './access.ts';
import { DEFAULT_FLOW_ROLE_ARN, DRIVER_ROLE_ARN, KEY_ARN } from './deployed.ts';
import { flowOfRole, flowRoleId } from './flow-roles.ts';
import { keyUse } from './key-use.ts';
import { type AccessRequest, applies, isAllowed, type Statement, trusts } from './policy.ts';
import { type Caller, type Recorded, requests } from './recorder.ts';
import { type Deployed, policyOf, trustOf } from './template-policies.ts';

/** Rights that no request of the functions' own code needs, with who needs them. */
const NEEDED_ELSEWHERE: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'the runtime writes the log',
  'logs:PutLogEvents': 'the runtime writes the log',
  'xray:PutTraceSegments': 'the runtime writes traces',
  'xray:PutTelemetryRecords': 'the runtime writes traces',
  'sqs:ReceiveMessage': 'Lambda polls with the role of the driver',
  'sqs:DeleteMessage': 'Lambda polls with the role of the driver',
  'sqs:GetQueueAttributes': 'Lambda polls with the role of the driver',
  's3:ListBucket':
    'a child that goes on with its parent keeps its large texts; S3 tells missing ones from refused ones',
  'sqs:GetQueueUrl': 'comes with the construct of the CDK that lets Lambda poll',
};

/** Rights that no request of a flow's tasks needs, with who needs them. */
const NEEDED_BY_READERS: typeof NEEDED_ELSEWHERE = {
  's3:ListBucket': 'S3 tells a missing object from a refused one',
};

/** The calls of a principal that were refused, and the permissions that it never used. */
export interface Replay {
  readonly refused: readonly string[];
  readonly unused: readonly string[];
}

/** Where requests were made, and with which roles. */
export interface Place {
  readonly deployed: Deployed;
  readonly sessions: ReadonlyMap<string, Session>;
}

/** The two ways to encrypt, which differ in what a role must be allowed. */
export const ENCRYPTIONS = [
  { name: 'with a key of AWS', flags: {} },
  { name: 'with a key of the account', flags: { customerKey: true } },
] as const;

/** How data are encrypted. */
export type Encryption = (typeof ENCRYPTIONS)[number];

/** The context of a request for something that is tagged for flows. */
const TAGGED = { 'aws:ResourceTag/fdl:callable': 'true' };

/** Asks the policies of the template for every request that a function has made with its own role. */
export async function replay(caller: Caller, { flags }: Encryption, place: Place): Promise<Replay> {
  const isMns = caller === 'Mns';
  const own = policyOf(
    serviceTemplate({ ...flags, mns: isMns, events: 'all' }),
    `${caller}FunctionRole`,
    place.deployed,
  );
  const asked = requests().filter((request) => request.caller === caller);
  const access = (await sessionsOf(asked, place)).flatMap(({ request, session }) =>
    session === undefined ? accessOf(request) : [],
  );
  // Queues that workers use in the original's protocol are tagged, as are those that tasks call.
  const used = isMns ? access.map((request) => ({ ...request, context: TAGGED })) : access;
  return judge(own, withKey(used, flags, place.deployed), NEEDED_ELSEWHERE);
}

/** Asks the role of due schedules for what Scheduler does with it: takes it on, sends to the target, or to its dead letters. */
export function replayTimers({ flags }: Encryption, { deployed }: Place): Replay {
  const template = serviceTemplate(flags);
  const own = policyOf(template, 'TimersRole', deployed);
  const targets = requests().flatMap(({ input }) => (input['Target'] as ScheduleTarget | undefined) ?? []);
  const access = targets
    .flatMap(({ Arn, DeadLetterConfig }) => [Arn, DeadLetterConfig?.Arn ?? 'no dead-letter queue'])
    .map((resource) => ({ action: 'sqs:SendMessage', resource, context: {} }));
  const asSchedule = {
    'aws:SourceAccount': '000000000000',
    'aws:SourceArn': deployed['TimersGroup']?.arn ?? '',
  };
  const isTrusted = trusts(trustOf(template, 'TimersRole', deployed), 'scheduler.amazonaws.com', asSchedule);
  const { refused, unused } = judge(own, withKey(access, flags, deployed));
  return { refused: [...refused, ...(isTrusted ? [] : ['Scheduler takes on the role'])], unused };
}

interface ScheduleTarget {
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn: string };
}

/** Asks the role of every flow for the calls of its tasks: the driver takes it on, and its session policy narrows it. */
export async function replayFlows(
  flows: Template,
  flowNames: readonly string[],
  place: Place,
): Promise<Replay> {
  const calls = await sessionsOf(requests(), place);
  const replays = flowNames.map((flowName) => {
    const own = policyOf(flows, flowRoleId(flowName), place.deployed);
    const ofFlow = calls.flatMap(({ request, session }) =>
      session !== undefined && flowOfRole(session.roleArn) === flowName ? [{ request, session }] : [],
    );
    const access = ofFlow.flatMap(({ request }) => accessOf(request));
    const outside = ofFlow.flatMap(({ request, session }) => beyondSession(accessOf(request), session));
    const isTrusted = trusts(trustOf(flows, flowRoleId(flowName), place.deployed), DRIVER_ROLE_ARN, {});
    const { refused, unused } = judge(own, access, NEEDED_BY_READERS);
    const untrusted = isTrusted ? [] : ['the driver takes on the role'];
    return {
      refused: [...refused, ...new Set(outside), ...untrusted].map((text) => `${flowName}: ${text}`),
      unused: unused.map((text) => `${flowName}: ${text}`),
    };
  });
  return {
    refused: replays.flatMap(({ refused }) => refused),
    unused: replays.flatMap(({ unused }) => unused),
  };
}

/** Asks the role of flows that name none for the calls of their tasks, on resources that are tagged or are not. */
export async function replayRoleless(isTagged: boolean, place: Place): Promise<Replay> {
  const template = serviceTemplate();
  const own = policyOf(template, 'DriverDefaultFlowRole', place.deployed);
  const context = isTagged ? TAGGED : {};
  const calls = (await sessionsOf(requests(), place)).flatMap(({ request, session }) =>
    session?.roleArn === DEFAULT_FLOW_ROLE_ARN ? accessOf(request) : [],
  );
  const trust = trustOf(template, 'DriverDefaultFlowRole', place.deployed);
  const { refused, unused } = judge(
    own,
    calls.map((request) => ({ ...request, context })),
  );
  return { refused: trusts(trust, DRIVER_ROLE_ARN, {}) ? refused : ['the driver takes on the role'], unused };
}

/** Each request with the session that signed it; undefined for those that a function signed as itself. */
async function sessionsOf(asked: readonly Recorded[], { sessions }: Place) {
  return await Promise.all(
    asked.map(async (request) => {
      const { accessKeyId } = await request.credentials();
      return { request, session: sessions.get(accessKeyId) };
    }),
  );
}

function beyondSession(access: readonly AccessRequest[], { policy }: Session): readonly string[] {
  const { Statement: statements } = JSON.parse(policy) as { readonly Statement: readonly Statement[] };
  return access.filter((request) => !isAllowed(statements, request)).map(textOf);
}

/** With what is asked of the key for those that concern what the service keeps. */
function withKey(
  access: readonly AccessRequest[],
  flags: Encryption['flags'],
  deployed: Deployed,
): readonly AccessRequest[] {
  if (!('customerKey' in flags)) return access;
  const kept = Object.entries(deployed).flatMap(([id, { arn }]) =>
    id.startsWith('Data') && arn !== '' ? arn : [],
  );
  const ofService = access.filter(({ resource }) => kept.some((arn) => resource.startsWith(arn)));
  return [...access, ...keyUse(ofService, KEY_ARN)];
}

function judge(
  statements: readonly Statement[],
  access: readonly AccessRequest[],
  elsewhere: Readonly<Record<string, string>> = {},
): Replay {
  const refused = access.filter((request) => !isAllowed(statements, request)).map(textOf);
  const unused = statements.flatMap((statement) => unusedOf(statement, access, elsewhere));
  return { refused: [...new Set(refused)], unused };
}

/** Each action of a statement on each of its resources, where one is of the other's service, that nothing has asked for. */
function unusedOf(
  statement: Statement,
  access: readonly AccessRequest[],
  elsewhere: Readonly<Record<string, string>>,
): readonly string[] {
  return [statement.Action].flat().flatMap((action) =>
    [statement.Resource]
      .flat()
      .filter((resource) => {
        const [, , service] = resource.split(':');
        if (service !== undefined && service !== action.split(':')[0]) return false;
        const one = { ...statement, Action: action, Resource: resource };
        return elsewhere[action] === undefined && !access.some((request) => applies(one, request));
      })
      .map((resource) => `${action} on ${resource}`),
  );
}

function textOf({ action, resource }: AccessRequest): string {
  return `${action} on ${resource}`;
}
