import type { Command } from 'commander';
import type { MessageView } from '../../api/contract.ts';
import { usageError } from '../cli-error.ts';
import { formatTable } from '../output/table.ts';
import type { Client } from '../service/client.ts';
import { collectPages } from '../service/pages.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

interface PurgeOptions extends ApiOptions {
  readonly all?: boolean;
}

/** `fdl admin messages`, `purge` and `unpause`: for operators, about messages that are kept until they are handled. */
export function addMessageCommands(admin: Command, session: Session): void {
  addApiCommand(admin, 'messages', 'list the messages that the server keeps until they are handled').action(
    async (options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const messages = await messagesOf(client);
      if (asJson) return printJson(terminal, { Messages: messages });
      if (messages.length === 0) return terminal.stdout.write('No messages.\n');
      const rows = messages.map((message) => [
        message.MessageId,
        message.SentTime,
        message.Kind || 'damaged',
        message.FlowName,
        message.ExecutionName,
        message.Problem,
      ]);
      const head = ['MESSAGE', 'SENT', 'KIND', 'FLOW', 'EXECUTION', 'PROBLEM'];
      terminal.stdout.write(formatTable(head, rows, terminal.stdout));
    },
  );
  addApiCommand(admin, 'purge [message...]', 'drop messages that the server keeps')
    .option('--all', 'every message')
    .action(async (ids: readonly string[], options: PurgeOptions) => {
      if ((ids.length === 0) !== (options.all === true)) throw usageError('Name messages, or say --all');
      const { client, terminal, asJson } = apiContext(session, options);
      const doomed = ids.length > 0 ? ids : (await messagesOf(client)).map(({ MessageId }) => MessageId);
      for (const MessageId of doomed) await client.call('DeleteMessage', { MessageId });
      if (asJson) return printJson(terminal, { Messages: doomed });
      terminal.stdout.write(`${doomed.length} dropped\n`);
    });
  addApiCommand(admin, 'unpause', 'let a server go on that was started with --paused').action(
    async (options: ApiOptions) => {
      const { client, terminal, asJson } = apiContext(session, options);
      const answer = await client.call('ResumeServer', {});
      if (asJson) return printJson(terminal, answer);
      terminal.stdout.write(answer.WasPaused ? 'The server goes on\n' : 'The server was not paused\n');
    },
  );
}

async function messagesOf(client: Client): Promise<readonly MessageView[]> {
  return await collectPages<MessageView>(async (token) => {
    const { Messages, NextToken } = await client.call('ListMessages', {
      ...(token !== undefined && { NextToken: token }),
    });
    return { items: Messages, nextToken: NextToken };
  });
}
