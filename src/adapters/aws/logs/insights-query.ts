import type { Instant } from '../../../interpreter/event.ts';
import type { LogFilter, LogLevel } from '../../../ports/execution-logs.ts';
import type { ExecutionId } from '../../../ports/execution-store.ts';
import { partitionOf } from '../../../targets/aws-resource.ts';

/** A query of CloudWatch Logs Insights. */
export interface InsightsQuery {
  readonly text: string;
  readonly logGroups: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
}

/** Words by which lines tell their level, in any case; all lines for the others. */
const WORDS: Readonly<Record<LogLevel, string | undefined>> = {
  Debug: undefined,
  Info: undefined,
  Warn: 'warn|warning|error|fatal|critical',
  Error: 'error|fatal|critical',
};

/** The query for the lines that name a task of an execution, as functions do that print their `taskId` (docs/guide/logs.md). */
export function queryText({ flowId, name }: ExecutionId, filter: LogFilter): string {
  const { stepName, entry, level = 'Debug', search } = filter;
  const task = entry === undefined ? `${flowId}/${name}/` : `${flowId}/${name}/${entry}/`;
  const words = WORDS[level];
  return [
    'fields @timestamp, @log, @requestId, @message',
    `filter @message like '${task}'`,
    ...(stepName === undefined ? [] : [`filter @message like '"${stepName}"'`]),
    ...(words === undefined ? [] : [`filter @message like /(?i)\\b(${words})\\b/`]),
    ...(search === undefined ? [] : [`filter @message like /(?i)${literal(search)}/`]),
    'sort @timestamp asc',
    'limit 10000',
  ].join('\n| ');
}

/** A regular expression for a text as it is. */
function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(/[\r\n]/g, ' ');
}

/** The page of the AWS console that runs a query. */
export function queryPage(region: string, { text, logGroups, from, to }: InsightsQuery): string {
  const groups = logGroups.map((group) => `~${encoded(group)}`).join('');
  const detail = [
    `end~${encoded(new Date(to).toISOString())}`,
    `start~${encoded(new Date(from).toISOString())}`,
    `timeType~'ABSOLUTE`,
    `tz~'UTC`,
    `editorString~${encoded(text)}`,
    `source~(${groups})`,
  ].join('~');
  const host = `${region}.${consoleHost(region)}`;
  return `https://${host}/cloudwatch/home?region=${region}#logsV2:logs-insights$3FqueryDetail$3D~(${detail})`;
}

/** A text as that page reads it from its address: every sign but letters, digits, `_`, `-` and `.` as its code. */
function encoded(text: string): string {
  const signs = Array.from({ length: text.length }, (_, at) => {
    const code = text.charCodeAt(at);
    if (/[\w.-]/.test(text.charAt(at))) return text.charAt(at);
    const hex = code.toString(16);
    return code < 256 ? `*${hex.padStart(2, '0')}` : `**${hex.padStart(4, '0')}`;
  });
  return `'${signs.join('')}`;
}

function consoleHost(region: string): string {
  const partition = partitionOf(region);
  if (partition === 'aws-cn') return 'console.amazonaws.cn';
  return partition === 'aws-us-gov' ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}
