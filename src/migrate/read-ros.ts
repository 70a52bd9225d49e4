import { cutText } from '../common/cut-text.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../common/json.ts';
import { referencedArn } from '../fdl/yaml/deploy-reference.ts';
import { definitionText } from './definition.ts';
import type { DeploymentFile, Findings, FoundSchedule } from './found.ts';
import { Values } from './values.ts';

const FLOWS = ['ALIYUN::FNF::Flow', 'Aliyun::Serverless::Flow'];
const SCHEDULE = 'ALIYUN::FNF::Schedule';
const SERVICE = 'Aliyun::Serverless::Service';
const FUNCTION = 'Aliyun::Serverless::Function';
const AS_IT_IS = (value: JsonValue) => value;
const TIMERS = ['Schedule', 'Timer'];

/** True for a template of ROS or of Fun. */
export function isRosTemplate(template: JsonObject): boolean {
  return (
    'ROSTemplateFormatVersion' in template ||
    JSON.stringify(template['Resources'] ?? '').includes('ALIYUN::FNF')
  );
}

/** Reads the flows and schedules of a template of ROS or of Fun. */
export function readRosTemplate(template: JsonObject, file: DeploymentFile, found: Findings): void {
  const resources = new Values(template['Resources'], AS_IT_IS).entries();
  const resolve = resolverOf(knownIn(template, resources));
  for (const [id, resource] of resources) {
    if (!isJsonObject(resource)) continue;
    const type = String(resource['Type']);
    const place = `${file.name}, ${id}`;
    const properties = new Values(resource['Properties'], (value) => resolve(value, place, found));
    if (FLOWS.includes(type)) readFlow(id, properties, place, file, found);
    else if (type === SCHEDULE) {
      const flowName = properties.text('FlowName');
      found.schedules.push({
        ...scheduleOf(properties.text('ScheduleName') || id, properties),
        flowName,
        place,
      });
    } else if (type === SERVICE) readService(id, resource, place, found);
  }
}

function readFlow(
  id: string,
  properties: Values,
  place: string,
  file: DeploymentFile,
  found: Findings,
): void {
  const name = properties.text('Name', 'FlowName') || id;
  const uri = properties.text('DefinitionUri');
  const given = properties.value('Definition');
  const schedules: FoundSchedule[] = [];
  for (const [event] of properties.inner('Events').entries()) {
    const trigger = properties.inner('Events').inner(event);
    if (TIMERS.includes(trigger.text('Type'))) schedules.push(scheduleOf(event, trigger.inner('Properties')));
    else
      found.remarks.push({
        place,
        text: `event ${event} is no schedule: start the flow by code, or by an upload`,
      });
  }
  if (given === undefined && uri === '') {
    found.remarks.push({ place, text: `flow ${name} has no definition in this file` });
    return;
  }
  const definition = definitionText(given ?? file.readBeside(uri));
  found.flows.push({ name, definition, description: properties.text('Description'), schedules, place });
}

function scheduleOf(name: string, properties: Values): FoundSchedule {
  return {
    name,
    cron: properties.text('CronExpression'),
    payload: properties.text('Payload'),
    isEnabled: properties.flag('Enable', true),
  };
}

function readService(id: string, service: JsonObject, place: string, found: Findings): void {
  for (const [name, resource] of Object.entries(service)) {
    if (!isJsonObject(resource) || resource['Type'] !== FUNCTION) continue;
    const properties = new Values(resource['Properties'], AS_IT_IS);
    const code = properties.text('CodeUri') || 'its code';
    found.remarks.push({
      place,
      text: `function ${id}/${name} (${properties.text('Runtime')}, ${properties.text('Handler')}): put ${code} at functions/${id}/${name}, with a handler named handler`,
    });
  }
}

/** Values that ROS takes from the deployment itself; ARNs need neither region nor account here. */
const PSEUDO: Readonly<Record<string, string>> = {
  'ALIYUN::Region': '',
  'ALIYUN::TenantId': '',
  'ALIYUN::AccountId': '',
  'ALIYUN::StackName': 'stack',
};

/** The value of a reference to a parameter or a resource; undefined when it is not known before the deployment. */
type Known = (name: string, attribute?: string) => JsonValue | undefined;

/** References to parameters are their defaults, those to flows and services their names, those to functions their ARNs. */
function knownIn(template: JsonObject, resources: ReturnType<Values['entries']>): Known {
  const parameters = new Values(template['Parameters'], AS_IT_IS);
  const arns = new Map(
    resources.flatMap(([service, resource]) =>
      isJsonObject(resource) && resource['Type'] === SERVICE
        ? Object.keys(resource).map(
            (name) => [`${service}${name}`, referencedArn(`${service}/${name}`)] as const,
          )
        : [],
    ),
  );
  return (name, attribute) => {
    if (attribute?.toUpperCase() === 'ARN') return arns.get(name);
    const resource = resources.find(([id]) => id === name)?.[1];
    if (!isJsonObject(resource)) return parameters.inner(name).value('Default') ?? PSEUDO[name];
    if (attribute !== undefined && !attribute.endsWith('Name')) return undefined;
    return (
      new Values(resource['Properties'], AS_IT_IS).text('Name', 'FlowName', 'ServiceName', 'FunctionName') ||
      name
    );
  };
}

/** Puts values in the place of references; what has none becomes a remark, and stays as `${…}`. */
function resolverOf(known: Known) {
  return function resolve(value: JsonValue, place: string, found: Findings): JsonValue {
    if (Array.isArray(value)) return value.map((entry) => resolve(entry, place, found));
    if (!isJsonObject(value)) return value;
    const [[name, argument] = ['', null], ...others] = Object.entries(value);
    if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
      const result = callFunction(name, argument, (inner) => resolve(inner, place, found), known);
      if (result !== undefined) return result;
      if (name === 'Ref' && String(argument).includes('/')) return value;
      const shown = cutText(JSON.stringify(argument), SHOWN_CHARACTERS);
      found.remarks.push({ place, text: `${name} ${shown} has no value here: write it into the flow` });
      return `\${${[argument].flat().join('.')}}`;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, resolve(inner, place, found)]),
    );
  };
}

const SHOWN_CHARACTERS = 80;

/** The result of one of ROS's functions; undefined for one that is not known, or has no value. */
function callFunction(
  name: string,
  argument: JsonValue,
  resolve: (value: JsonValue) => JsonValue,
  known: Known,
): JsonValue | undefined {
  const list = Array.isArray(argument)
    ? argument
    : typeof argument === 'string'
      ? argument.split('.')
      : [argument];
  const [first = '', second = ''] = list;
  switch (name) {
    case 'Ref':
      return known(String(argument));
    case 'Fn::GetAtt':
      return known(String(first), String(second));
    case 'Fn::Join':
      return [resolve(second)].flat().join(String(first));
    case 'Fn::Sub': {
      const [text = '', given] = [argument].flat();
      const own = isJsonObject(given ?? null) ? (given as JsonObject) : {};
      const meaningOf = (variable: string) => {
        const [id = '', attribute] = variable.split('.');
        return own[variable] === undefined ? known(id, attribute) : resolve(own[variable]);
      };
      return String(text).replace(/\$\{([\w:.-]+)\}/g, (whole, variable: string) =>
        String(meaningOf(variable) ?? whole),
      );
    }
    case 'Fn::Replace': {
      const pairs = isJsonObject(first) ? Object.entries(first) : [];
      const text = String(resolve(second));
      return pairs.reduce((changed, [from, to]) => changed.replaceAll(from, String(resolve(to))), text);
    }
    default:
      return undefined;
  }
}
