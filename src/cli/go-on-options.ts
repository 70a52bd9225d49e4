import type { Command } from 'commander';
import type { RequestOf } from '../api/contract.ts';
import { readInteger, readJsonObject } from './arguments.ts';
import type { Terminal } from './output/terminal.ts';
import type { ApiOptions } from './service/session.ts';

/** Options that say where an execution goes on, and with what. */
export interface GoOnOptions extends ApiOptions {
  readonly fromStep?: string;
  readonly fromEvent?: string;
  readonly qualifier?: string;
  readonly patch?: string;
  readonly dryRun?: boolean;
}

/** The parameters that these options stand for. */
export type GoOn = Omit<RequestOf<'RedriveExecution'>, 'FlowName' | 'ExecutionName'>;

/** Adds these options to a command. */
export function addGoOnOptions(command: Command): Command {
  return command
    .option(
      '--from-step <step>',
      'go back to the last entry of this step; a path like each/3/pay where names repeat',
    )
    .option('--from-event <id>', 'go back to the step entry that this event belongs to')
    .option('--qualifier <name>', 'go on with a version, an alias, or LATEST, the newest definition')
    .option(
      '--patch <json>',
      'JSON object laid over the data of the list that goes on; @FILE, or - for stdin',
    )
    .option('--dry-run', 'only tell what would happen');
}

/** The parameters that options stand for. */
export async function readGoOn(options: GoOnOptions, terminal: Terminal): Promise<GoOn> {
  const { fromStep, fromEvent, qualifier, patch, dryRun } = options;
  return {
    ...(fromStep !== undefined && { FromStep: fromStep }),
    ...(fromEvent !== undefined && { FromEventId: readInteger('--from-event', fromEvent, 1, 1_000_000_000) }),
    ...(qualifier !== undefined && { Qualifier: qualifier }),
    ...(patch !== undefined && { Patch: await readJsonObject('--patch', patch, terminal) }),
    ...(dryRun === true && { DryRun: true }),
  };
}
