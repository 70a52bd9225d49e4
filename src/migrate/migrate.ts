import { isName } from '../common/name.ts';
import { parseFlow } from '../fdl/parse-flow.ts';
import type { DeploymentFile, Findings, FoundFlow, Remark } from './found.ts';
import { isRosTemplate, readRosTemplate } from './read-ros.ts';
import { isServerlessDevs, readServerlessDevs } from './read-serverless-devs.ts';
import { readTemplate } from './read-template.ts';
import { readTerraform } from './read-terraform.ts';
import { writeApp, writeRemarks, writeSchedules } from './write-app.ts';

/** The outcome for deployment files: files by their paths, and the remarks for a person. */
export interface Migration {
  readonly flows: readonly FoundFlow[];
  readonly remarks: readonly Remark[];
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Carries the flows and schedules of deployment files over: those of ROS, of Fun, of Serverless Devs, and of Terraform.
 * Files of other kinds are passed over.
 */
export async function migrate(files: readonly DeploymentFile[]): Promise<Migration> {
  const found: Findings = { flows: [], schedules: [], remarks: [] };
  await readTerraform(
    files.filter(({ name }) => name.endsWith('.tf')),
    found,
  );
  for (const file of files.filter(({ name }) => !name.endsWith('.tf'))) readFile(file, found);
  const flows = checked(withSchedules(found), found.remarks);
  const remarks = found.remarks.filter(
    ({ place, text }, at, all) =>
      all.findIndex((other) => other.place === place && other.text === text) === at,
  );
  const written = new Map(flows.map((flow) => [`flows/${flow.name}.yaml`, flow.definition]));
  if (flows.length > 0) written.set('app.ts', writeApp(flows));
  if (flows.some(({ schedules }) => schedules.length > 0)) written.set('schedules.sh', writeSchedules(flows));
  written.set('needs-a-hand.md', writeRemarks(flows, remarks));
  return { flows, remarks, files: written };
}

function readFile(file: DeploymentFile, found: Findings): void {
  const content = readTemplate(file.text);
  if (content === undefined) return;
  try {
    if (isRosTemplate(content)) readRosTemplate(content, file, found);
    else if (isServerlessDevs(content)) readServerlessDevs(content, file, found);
  } catch (error) {
    found.remarks.push({ place: file.name, text: error instanceof Error ? error.message : String(error) });
  }
}

function withSchedules({ flows, schedules, remarks }: Findings): readonly FoundFlow[] {
  for (const { flowName, name, place } of schedules) {
    if (!flows.some((flow) => flow.name === flowName))
      remarks.push({
        place,
        text: `schedule ${name} is of the flow ${flowName}, which is not in these files`,
      });
  }
  return flows.map((flow) => {
    const own = schedules.filter(({ flowName }) => flowName === flow.name);
    return { ...flow, schedules: [...flow.schedules, ...own] };
  });
}

/** Flows that can be written, each name once; problems of their definitions become remarks. */
function checked(flows: readonly FoundFlow[], remarks: Remark[]): readonly FoundFlow[] {
  const byName = new Map<string, FoundFlow>();
  for (const flow of flows) {
    const { name, place, definition } = flow;
    if (!isName(name))
      remarks.push({ place, text: `${JSON.stringify(name)} is no name of a flow: declare another` });
    else if (byName.has(name))
      remarks.push({ place, text: `flow ${name} is declared twice; the first is kept` });
    else byName.set(name, flow);
    for (const { severity, code, message, line } of parseFlow(definition).diagnostics) {
      if (severity === 'error') remarks.push({ place, text: `${name}, line ${line}: ${code}: ${message}` });
    }
  }
  return [...byName.values()];
}
