import { isJsonObject, type JsonObject, type JsonValue } from '../common/json.ts';
import { definitionText } from './definition.ts';
import type { DeploymentFile, Findings } from './found.ts';
import { mapTexts, Values } from './values.ts';

const FLOW_COMPONENT = /(^|\/)fnf(@|$)/;
const FUNCTION_COMPONENT = /(^|\/)fc3?(-[a-z]+)?(@|$)/;
const AS_IT_IS = (value: JsonValue) => value;

/** True for a file of Serverless Devs, of whichever edition. */
export function isServerlessDevs(file: JsonObject): boolean {
  return componentsOf(file).length > 0;
}

/** Reads the flows of a file of Serverless Devs. */
export function readServerlessDevs(content: JsonObject, file: DeploymentFile, found: Findings): void {
  const variables = new Values(content['vars'], AS_IT_IS);
  for (const [id, component, props] of componentsOf(content)) {
    const place = `${file.name}, ${id}`;
    const values = new Values(props, (value) =>
      mapTexts(value, (text) => resolve(text, variables, place, found)),
    );
    if (FLOW_COMPONENT.test(component) || values.value('definition') !== undefined)
      readFlow(id, values, place, file, found);
    else if (FUNCTION_COMPONENT.test(component)) remarkOnFunction(id, values, place, found);
    else
      found.remarks.push({
        place,
        text: `component ${component} is not of this service: keep it where it is`,
      });
  }
}

/** Name, component and properties of everything that is deployed: editions keep them in different places. */
function componentsOf(
  content: JsonObject,
): readonly (readonly [id: string, component: string, props: JsonValue])[] {
  const lists = [content['resources'], content['services'], content].filter(isJsonObject);
  const list =
    lists.find((entries) => Object.values(entries).some((entry) => componentOf(entry) !== undefined)) ?? {};
  return Object.entries(list).flatMap(([id, entry]) => {
    const component = componentOf(entry);
    if (component === undefined || !isJsonObject(entry)) return [];
    return [[id, component, entry['props'] ?? entry['Properties'] ?? entry['properties'] ?? {}] as const];
  });
}

function componentOf(entry: JsonValue): string | undefined {
  const component = isJsonObject(entry) ? (entry['component'] ?? entry['Component']) : undefined;
  return typeof component === 'string' ? component : undefined;
}

function readFlow(id: string, values: Values, place: string, file: DeploymentFile, found: Findings): void {
  const name = values.text('name', 'Name') || id;
  const given = values.value('definition', 'Definition');
  if (given === undefined) {
    found.remarks.push({ place, text: `flow ${name} has no definition in this file` });
    return;
  }
  const isPath = typeof given === 'string' && !given.includes('\n');
  const definition = definitionText(isPath ? file.readBeside(given) : given);
  const description = values.text('description', 'Description');
  found.flows.push({ name, definition, description, schedules: [], place });
}

function remarkOnFunction(id: string, values: Values, place: string, found: Findings): void {
  const service = values.inner('service').text('name') || values.text('service');
  const own = values.inner('function');
  const name = own.text('name') || values.text('functionName') || id;
  const code = own.text('codeUri', 'code') || values.text('code') || 'its code';
  const target = service === '' ? name : `${service}/${name}`;
  found.remarks.push({
    place,
    text: `function ${target}: put ${code} at functions/${service === '' ? name.replace('-', '/') : target}, with a handler named handler`,
  });
}

function resolve(text: string, variables: Values, place: string, found: Findings): string {
  return text.replace(/\$\{([^}]+)\}/g, (whole, expression: string) => {
    const [, path] = /^vars\.([\w.-]+)$/.exec(expression.trim()) ?? [];
    const value = path?.split('.').reduce((inner: Values | undefined, name, at, all) => {
      return at < all.length - 1 ? inner?.inner(name) : inner;
    }, variables);
    const last = path?.split('.').at(-1) ?? '';
    const known = value?.text(last) ?? '';
    if (known !== '') return known;
    found.remarks.push({ place, text: `${whole} has no value here: write it into the flow` });
    return whole;
  });
}
