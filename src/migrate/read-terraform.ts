import { parse } from '@cdktf/hcl2json';
import { isJsonObject, type JsonObject, type JsonValue } from '../common/json.ts';
import { stringifyJson } from '../common/json-text.ts';
import { definitionText } from './definition.ts';
import type { DeploymentFile, Findings } from './found.ts';
import { mapTexts, Values } from './values.ts';

const AS_IT_IS = (value: JsonValue) => value;

/** Reads the flows and schedules of the Terraform files of one folder, which share their variables. */
export async function readTerraform(files: readonly DeploymentFile[], found: Findings): Promise<void> {
  const parsed: (readonly [file: DeploymentFile, content: JsonObject])[] = [];
  for (const file of files) {
    try {
      const content: unknown = await parse(file.name, file.text);
      if (isJsonObject(content as JsonValue)) parsed.push([file, content as JsonObject]);
    } catch (error) {
      found.remarks.push({
        place: file.name,
        text: `not read: ${error instanceof Error ? error.message : error}`,
      });
    }
  }
  const known = knownIn(parsed.map(([, content]) => content));
  for (const [file, content] of parsed) {
    for (const [id, resource] of resourcesOf(content, 'alicloud_fnf_flow')) {
      const place = `${file.name}, alicloud_fnf_flow.${id}`;
      const values = new Values(resource, (value) => resolve(value, known, { place, file, found }));
      const definition = values.value('definition');
      const name = values.text('name') || id;
      if (definition === undefined)
        found.remarks.push({ place, text: `flow ${name} has no definition in this file` });
      else {
        const text = definitionText(definition);
        found.flows.push({
          name,
          definition: text,
          description: values.text('description'),
          schedules: [],
          place,
        });
      }
    }
    for (const [id, resource] of resourcesOf(content, 'alicloud_fnf_schedule')) {
      const place = `${file.name}, alicloud_fnf_schedule.${id}`;
      const values = new Values(resource, (value) => resolve(value, known, { place, file, found }));
      found.schedules.push({
        flowName: values.text('flow_name'),
        name: values.text('schedule_name') || id,
        cron: values.text('cron_expression'),
        payload: values.text('payload'),
        isEnabled: values.flag('enable', true),
        place,
      });
    }
  }
}

/** The blocks of a type; the parser keeps each in a list of its own. */
function resourcesOf(
  content: JsonObject,
  type: string,
): readonly (readonly [id: string, block: JsonValue])[] {
  const blocks = new Values(content['resource'], AS_IT_IS).inner(type).entries();
  return blocks.flatMap(([id, list]) => [list].flat().map((block) => [id, block] as const));
}

/** The values of expressions: variables with a default, locals, and names of flows. */
function knownIn(contents: readonly JsonObject[]): ReadonlyMap<string, JsonValue> {
  const known = new Map<string, JsonValue>();
  for (const content of contents) {
    for (const [name, list] of new Values(content['variable'], AS_IT_IS).entries()) {
      const preset = [list].flat().find(isJsonObject)?.['default'];
      if (preset !== undefined) known.set(`var.${name}`, preset);
    }
    for (const block of [content['locals'] ?? []].flat().filter(isJsonObject)) {
      for (const [name, value] of Object.entries(block)) known.set(`local.${name}`, value);
    }
    for (const [id, block] of resourcesOf(content, 'alicloud_fnf_flow')) {
      const name = isJsonObject(block) ? block['name'] : undefined;
      if (name !== undefined) known.set(`alicloud_fnf_flow.${id}.name`, name);
    }
  }
  known.set('path.module', '.');
  return known;
}

interface Place {
  readonly place: string;
  readonly file: DeploymentFile;
  readonly found: Findings;
}

/** References lead to references; a circle ends here. */
const MAX_STEPS = 10;

function resolve(value: JsonValue, known: ReadonlyMap<string, JsonValue>, at: Place, depth = 0): JsonValue {
  return mapTexts(value, (given) => {
    const text = given.replaceAll(/\$\{path\.module\}/g, '.');
    const [, whole] = /^\$\{([^{}]+)\}$/.exec(text) ?? [];
    const single = whole === undefined ? undefined : meaningOf(whole, known, at, depth);
    if (single !== undefined) return single;
    return text.replace(/(?<!\$)\$\{([^{}]+)\}/g, (written, expression: string) => {
      const found = meaningOf(expression, known, at, depth);
      if (found !== undefined) return typeof found === 'string' ? found : stringifyJson(found);
      at.found.remarks.push({
        place: at.place,
        text: `${written} has no value here: write it into the flow`,
      });
      return written;
    });
  });
}

function meaningOf(
  expression: string,
  known: ReadonlyMap<string, JsonValue>,
  at: Place,
  depth: number,
): JsonValue | undefined {
  const value = known.get(expression.trim());
  if (value !== undefined) return depth < MAX_STEPS ? resolve(value, known, at, depth + 1) : undefined;
  const [, path] = /^file\(\s*"([^"]+)"\s*\)$/.exec(expression.trim()) ?? [];
  return path === undefined ? undefined : at.file.readBeside(path);
}
