import { jsonIn } from '../common/json-text.ts';
import type { FoundFlow, FoundSchedule, Remark } from './found.ts';

/** A CDK app with one stack that holds every flow with its schedules. */
export function writeApp(flows: readonly FoundFlow[]): string {
  return `${importOf('App, Stack', 'aws-cdk-lib')}
${importOf('Flow, FlowDefinition', 'fdl-on-aws/cdk')}

const stack = new Stack(new App(), 'Flows');
${flows.map(writeFlow).join('')}`;
}

function importOf(names: string, module: string): string {
  return `import { ${names} } from ${quote(module)};`;
}

function writeFlow({ name, description, schedules }: FoundFlow): string {
  const props = [
    `flowName: ${quote(name)},`,
    `definition: FlowDefinition.fromFile(${quote(`flows/${name}.yaml`)}),`,
    ...(description === '' ? [] : [`description: ${quote(description)},`]),
    ...(schedules.length === 0
      ? []
      : ['schedules: [', ...schedules.map((one) => `  ${writeSchedule(one)},`), '],']),
  ];
  return `\nnew Flow(stack, ${quote(name)}, {\n${props.map((line) => `  ${line}\n`).join('')}});\n`;
}

function writeSchedule({ name, cron, payload, isEnabled }: FoundSchedule): string {
  const read = payload === '' ? undefined : jsonIn(payload);
  const props = [
    `name: ${quote(name)}`,
    `cron: ${quote(cron)}`,
    ...(read === undefined ? [] : [`payload: ${JSON.stringify(read)}`]),
    ...(isEnabled ? [] : ['isEnabled: false']),
  ];
  return `{ ${props.join(', ')} }`;
}

/** Commands that create the schedules in a running service. */
export function writeSchedules(flows: readonly FoundFlow[]): string {
  const lines = flows.flatMap(({ name, schedules }) =>
    schedules.map((schedule) => `npx fdl schedule create ${shell(name)} ${scheduleArguments(schedule)}\n`),
  );
  return `#!/bin/sh\nset -e\n${lines.join('')}`;
}

function scheduleArguments({ name, cron, payload, isEnabled }: FoundSchedule): string {
  const more = payload === '' ? '' : ` --payload ${shell(payload)}`;
  return `${shell(name)} --cron ${shell(cron)}${more}${isEnabled ? '' : ' --no-enable'}`;
}

/** The list of flows that were carried over, and of everything that a person has to look at. */
export function writeRemarks(flows: readonly FoundFlow[], remarks: readonly Remark[]): string {
  const carried = flows.map(({ name, place, schedules }) => {
    const count = schedules.length === 0 ? '' : `, ${schedules.length} of its schedules`;
    return `- \`${name}\`${count} (${place})\n`;
  });
  const open = remarks.map(({ place, text }) => `- [ ] ${place}: ${text.replaceAll('\n', ' ')}\n`);
  return `# Carried over

${carried.join('') || 'Nothing.\n'}
# Needs a hand

${open.join('') || 'Nothing.\n'}`;
}

function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function shell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
