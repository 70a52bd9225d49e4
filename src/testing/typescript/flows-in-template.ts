import { isJsonObject, type JsonObject, type JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';

/** How the ARN of a resource begins, by its type; what the type names `Ref` or `GetAtt` with is the rest. */
const ARNS: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'arn:aws:lambda:::function:',
  'AWS::Lambda::Alias': 'arn:aws:lambda:::function:',
  'AWS::Lambda::Version': 'arn:aws:lambda:::function:',
  'AWS::SQS::Queue': 'arn:aws:sqs:::',
  'AWS::SNS::Topic': 'arn:aws:sns:::',
};

/**
 * The definitions that the `Flow` constructs of a stack deploy, by the names of the flows: bound, as the service will run
 * them, with ARNs that end with logical ids. Takes the result of `Template.fromStack(stack).toJSON()`.
 */
export function flowsInTemplate(template: unknown): Readonly<Record<string, string>> {
  const resources = isJsonObject(template) ? template['Resources'] : undefined;
  if (!isJsonObject(resources)) throw new Error('Expected a template of CloudFormation, with Resources');
  const flows = Object.values(resources)
    .filter(isJsonObject)
    .filter(({ Type }) => Type === 'Custom::FdlFlow')
    .map(({ Properties }) => (isJsonObject(Properties) ? Properties : {}));
  return Object.fromEntries(
    flows.map(({ Name = '', Definition = '' }) => [textOf(Name, resources), textOf(Definition, resources)]),
  );
}

/** A value of a template as text, as far as it is known before it is deployed. */
function textOf(value: JsonValue, resources: JsonObject): string {
  if (typeof value === 'string') return value;
  if (!isJsonObject(value)) throw new Error(`Expected a text in the template, found ${stringifyJson(value)}`);
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value;
  if (Array.isArray(join)) {
    const [separator, parts] = join as readonly JsonValue[];
    const texts = Array.isArray(parts) ? parts.map((part: JsonValue) => textOf(part, resources)) : [];
    return texts.join(String(separator));
  }
  const id = typeof Ref === 'string' ? Ref : Array.isArray(attribute) ? String(attribute[0]) : undefined;
  if (id === undefined) throw new Error(`What ${stringifyJson(value)} will be is known once it is deployed`);
  if (id.startsWith('AWS::')) return '';
  const resource = resources[id];
  const type = isJsonObject(resource) ? String(resource['Type']) : 'nothing';
  const begin = ARNS[type];
  if (begin === undefined) throw new Error(`${id} is ${type}, which no task calls`);
  return `${begin}${id}`;
}
