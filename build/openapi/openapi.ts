import { globSync, readFileSync } from 'node:fs';
import { createGenerator } from 'ts-json-schema-generator';
import { ERROR_STATUS } from '../../src/api/api-error.ts';
import type { OperationName } from '../../src/api/contract.ts';
import { OPERATION_NAMES, operations } from '../../src/api/operations.ts';
import type { Param } from '../../src/api/params/params.ts';
import { EXAMPLES } from './examples.ts';

/** A JSON Schema, as far as it is looked into here. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [word: string]: unknown;
}

type Definitions = Readonly<Record<string, Schema>>;

/** A document of OpenAPI 3.1. */
export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: { readonly schemas: Definitions };
  readonly [word: string]: unknown;
}

/**
 * The OpenAPI document of the JSON binding, made of the contract's types, the parameters that operations read, and the sentences
 * that stand above both.
 */
export function openApi(): OpenApi {
  const definitions = contractDefinitions();
  const contract = definitions['Contract']?.properties ?? {};
  const requests: Record<string, Schema> = {};
  const paths: Record<string, unknown> = {};
  const said = operationSentences();
  for (const name of OPERATION_NAMES) {
    const { request, response } = contract[name]?.properties ?? {};
    requests[`${name}Request`] = requestSchema(name, resolve(request, definitions));
    paths[`/${name}`] = { post: pathItem(name, said.get(name) ?? '', response ?? {}) };
  }
  const { ErrorResponse, ...others } = reachable(
    Object.values(contract).flatMap(({ properties }) => refsIn(properties?.['response'])),
    definitions,
  );
  return renamed({
    openapi: '3.1.1',
    info: {
      title: 'fdl-on-aws: Serverless Workflow (FnF) 2019-03-15, JSON binding',
      version: '2019-03-15',
      description:
        'Every operation is a POST of a JSON object. Parameters whose value is JSON take the value itself, or its text. docs/reference/api.md has the whole reference.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:8080', description: 'fdl dev' }],
    security: [{}, { key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'The access key id and its secret, with a colon between them.',
        },
      },
      responses: {
        Error: {
          description: 'A refused request; docs/reference/errors.md says when each code comes.',
          content: json({ $ref: '#/definitions/ErrorResponse' }),
        },
      },
      schemas: { ...requests, ...others, ErrorResponse: errorSchema(definitions['ErrorResponse'] ?? {}) },
    },
  });
}

function pathItem(name: OperationName, sentence: string, response: Schema) {
  return {
    operationId: name,
    summary: sentence,
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { $ref: `#/definitions/${name}Request` },
          example: EXAMPLES.find((one) => one.operation === name)?.request,
        },
      },
    },
    responses: {
      200: { description: 'The operation was carried out.', content: json(response) },
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

function json(schema: Schema) {
  return { 'application/json': { schema } };
}

/** The parameters that the operation reads, each with the type and sentence of the contract. */
function requestSchema(name: OperationName, contract: Schema): Schema {
  const params: Readonly<Record<string, Param<unknown>>> = operations[name].params;
  const properties = Object.entries(params).map(([param, { kind }]): [string, Schema] => {
    const { description = '', ...type } = contract.properties?.[param] ?? { type: 'string' };
    const allowed = kind.allowed === undefined ? '' : `Allowed: ${kind.allowed}.`;
    const sentences = [description, allowed].filter((sentence) => sentence !== '').join(' ');
    const schema = kind.json === undefined ? type : { type: ['string', kind.json] };
    return [param, { ...schema, ...(sentences !== '' && { description: sentences }) }];
  });
  const requestId = { type: 'string', description: 'Comes back in the response.' };
  const required = Object.keys(params).filter((param) => params[param]?.isRequired);
  return {
    type: 'object',
    properties: { ...Object.fromEntries(properties), RequestId: requestId },
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function errorSchema(schema: Schema): Schema {
  const code = { type: 'string', enum: Object.keys(ERROR_STATUS) };
  return { ...schema, properties: { ...schema.properties, Code: code } };
}

function contractDefinitions(): Definitions {
  const generator = createGenerator({
    path: 'src/api/contract.ts',
    tsconfig: 'tsconfig.json',
    skipTypeCheck: true,
    expose: 'all',
    additionalProperties: true,
  });
  const { definitions: contract } = generator.createSchema('Contract');
  const { definitions: error } = generator.createSchema('ErrorResponse');
  return { ...contract, ...error } as Definitions;
}

function resolve(schema: Schema | undefined, definitions: Definitions): Schema {
  const [ref] = refsIn(schema?.$ref === undefined ? undefined : schema);
  return (ref === undefined ? schema : definitions[ref]) ?? {};
}

/** The definitions that these names lead to. */
function reachable(names: readonly string[], definitions: Definitions): Record<string, Schema> {
  const found = new Map<string, Schema>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = definitions[name];
    if (schema === undefined || found.has(name)) continue;
    found.set(name, schema);
    waiting.push(...refsIn(schema));
  }
  return Object.fromEntries([...found].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

const REF = /"\$ref":"#\/definitions\/([^"]+)"/g;

function refsIn(schema: unknown): readonly string[] {
  return [...(JSON.stringify(schema) ?? '').matchAll(REF)].map(([, name = '']) => decodeURIComponent(name));
}

/** Definitions stand in components there, where names have no brackets: `RouteView<number>` is `RouteView_number`. */
function renamed(document: object): OpenApi {
  const plain = (name: string) => decodeURIComponent(name).replaceAll(/<(\w+)>/g, '_$1');
  const text = JSON.stringify(document, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [plain(key), inner]));
  });
  return JSON.parse(
    text.replaceAll(REF, (_ref, name: string) => `"$ref":"#/components/schemas/${plain(name)}"`),
  );
}

/** The first paragraph above each operation in its file. */
function operationSentences(): ReadonlyMap<string, string> {
  const found = globSync('src/api/operations/*.ts').flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(
      /\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\nexport const \w+ = operation\(\s*'(\w+)'/g,
    ),
  ]);
  return new Map(found.map(([, text = '', name = '']) => [name, firstParagraph(text)]));
}

/** Further paragraphs are for readers of the code. */
function firstParagraph(text: string): string {
  const [first = ''] = text.split(/\n \*\n/);
  return first.replaceAll(/\s*\n?\s*\*?\s+/g, ' ').trim();
}
