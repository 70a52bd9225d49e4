import type { Command } from 'commander';
import { readJsonObject, readToken } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

interface SucceedOptions extends ApiOptions {
  readonly output?: string;
}

interface FailOptions extends ApiOptions {
  readonly error: string;
  readonly cause?: string;
}

interface HeartbeatOptions extends ApiOptions {
  readonly detail?: string;
}

/** `fdl report succeed|fail|heartbeat TOKEN`: ends the task that waits for this token, or tells that it is still worked on. */
export function addReportCommand(program: Command, session: Session): void {
  const report = program.command('report').description('report how a waiting task ended, or that it goes on');
  addApiCommand(report, 'succeed <token>', 'report success; the token - is read from stdin')
    .option('--output <json>', "the task's result: JSON object, @FILE, or - for stdin (default: {})")
    .action(async (given: string, options: SucceedOptions) => {
      const { output = '{}' } = options;
      if (given === '-' && output === '-') throw usageError('stdin holds the token or the output, not both');
      const context = apiContext(session, options);
      const answer = await context.client.call('ReportTaskSucceeded', {
        TaskToken: await readToken(given, session.terminal),
        Output: await readJsonObject('--output', output, session.terminal),
      });
      if (context.asJson) return printJson(session.terminal, answer);
      session.terminal.stdout.write(`Reported success as event ${answer.EventId}\n`);
    });
  addApiCommand(report, 'fail <token>', 'report failure; the token - is read from stdin')
    .requiredOption('--error <name>', 'error that retry and catch may match')
    .option('--cause <text>', 'what happened')
    .action(async (given: string, options: FailOptions) => {
      const context = apiContext(session, options);
      const answer = await context.client.call('ReportTaskFailed', {
        TaskToken: await readToken(given, session.terminal),
        Error: options.error,
        ...(options.cause !== undefined && { Cause: options.cause }),
      });
      if (context.asJson) return printJson(session.terminal, answer);
      session.terminal.stdout.write(`Reported failure as event ${answer.EventId}\n`);
    });
  addApiCommand(report, 'heartbeat <token>', 'tell that the worker goes on; the token - is read from stdin')
    .option('--detail <text>', 'how far it has come')
    .action(async (given: string, options: HeartbeatOptions) => {
      const context = apiContext(session, options);
      const answer = await context.client.call('ReportTaskHeartbeat', {
        TaskToken: await readToken(given, session.terminal),
        ...(options.detail !== undefined && { Detail: options.detail }),
      });
      if (context.asJson) return printJson(session.terminal, answer);
      session.terminal.stdout.write(`The next heartbeat is due by ${answer.NextHeartbeatTime}\n`);
    });
}
