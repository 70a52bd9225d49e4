import type { Outcome } from './home.ts';

/** `taken`, or the status and the code of a refusal. */
export function cell({ status, code }: Pick<Outcome, 'status' | 'code'>): string {
  return status === 200 ? 'taken' : `${status} ${code}`;
}

/** A table in Markdown, its columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}

/** The cells of a row, one per binding: told once where the bindings agree. */
export function agreed(rpc: string | undefined, json: string | undefined): string {
  if (rpc === undefined || json === undefined) return rpc ?? (json === undefined ? '' : `JSON: ${json}`);
  return rpc === json ? rpc : `${rpc}; JSON: ${json}`;
}

/** The whole page. */
export function pageOf(requests: string, parameters: string, credentials: string): string {
  return `# Bad input

What the service answers to what it cannot use. Each cell is the answer of a running server to a request that
\`test/unit/api/bad-input/bad-input.test.ts\` sends; it fails when this page says something else, and writes the page anew with
\`FDL_UPDATE_DOCS=1 npx vitest run test/unit/api/bad-input/bad-input.test.ts\`. Codes: [errors.md](../reference/errors.md#api).

\`taken\`: the call succeeds. No request is answered with a 5xx status, and none leaves a line in the log.

- [Requests](#requests) · [Parameters](#parameters) · [Credentials](#credentials)

## Requests

Every operation answers the same.

${requests}
## Parameters

Other parameters are good. Both bindings answer the same unless a cell says otherwise; numbers, \`null\` and lists can be sent in
the JSON binding only. Nothing known: an absent name, a guessed token, a token of another list. Something over: what exists
already, has ended, or has been reported.

${parameters}
## Credentials

Of a server with keys.

${credentials}`;
}
