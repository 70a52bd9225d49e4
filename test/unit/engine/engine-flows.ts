/** One step that does nothing. */
export const PASS = `version: v1
type: flow
steps:
  - type: pass
    name: nothing
`;

/** A task step as text. */
export function task(name: string, resourceArn: string, more = ''): string {
  const lines = more === '' ? '' : more.replaceAll(/^/gm, '    ');
  return `  - type: task\n    name: ${name}\n    resourceArn: ${resourceArn}\n${lines}\n`;
}

/** A flow of steps given as text. */
export function flow(...steps: readonly string[]): string {
  return `version: v1\ntype: flow\nsteps:\n${steps.join('')}`;
}

/** A flow that calls these functions one after another. */
export function functionFlow(...names: readonly string[]): string {
  return flow(...names.map((name) => task(name, `acs:fc:::services/w/functions/${name}`)));
}

/** Sends a message and waits for a report; a refusal is tried again once. */
export const ASK = flow(
  task(
    'ask',
    'acs:mns:::/queues/work/messages',
    'pattern: waitForCallback\nserviceParams: { MessageBody: $ }\nretry: [{ errors: [Refused], intervalSeconds: 1, maxAttempts: 1 }]',
  ),
);
