import { describe, expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import type { Flow, Step } from '../../../src/flow/flow.ts';
import { call, constant, steps, task } from './diagnosed.ts';

function parse(text: string): Flow {
  const { flow, diagnostics } = parseFlow(text);
  if (flow === undefined) throw new Error(JSON.stringify(diagnostics));
  return flow;
}

function stepOf(text: string): Step | undefined {
  return parse(text).steps[0];
}

const input = (...names: readonly string[]) => ({
  root: 'input',
  segments: names.map((name) => ({ kind: 'member', name })),
});

describe('a definition', () => {
  test('may be YAML or JSON, in any order of keys, with comments and either version', () => {
    const flow = parse(
      '# a flow\nsteps: # serial\n- name: a\n  type: pass\ntype: "flow"\nversion: \'v1beta1\'',
    );
    expect(flow).toEqual({ version: 'v1beta1', steps: [{ type: 'pass', name: 'a', end: false }] });
    expect(parse(JSON.stringify({ version: 'v1', type: 'flow', steps: flow.steps }))).toEqual({
      ...flow,
      version: 'v1',
    });
  });

  test('keeps name, timeout and mappings, and may have no steps', () => {
    const text =
      'version: v1\ntype: flow\nname: f-1\ntimeoutSeconds: 60\ninputMappings: []\noutputMappings: [{target: x}]\nsteps: []';
    expect(parse(text)).toEqual({
      version: 'v1',
      name: 'f-1',
      timeoutSeconds: 60,
      inputMappings: [],
      outputMappings: [{ target: 'x', source: { kind: 'constant', value: null } }],
      steps: [],
    });
  });

  test('is read as YAML 1.2 even when it says 1.1', () => {
    const source = (parse(`%YAML 1.1\n---\n${constant('2019-05-02T15:04:05Z')}`).steps[0]?.outputMappings ??
      [])[0]?.source;
    expect(source).toEqual({ kind: 'constant', value: '2019-05-02T15:04:05Z' });
  });

  test('may use anchors and aliases', () => {
    const text = steps(
      '- {type: pass, name: a, outputMappings: &m [{target: x, source: 1}]}',
      '- {type: pass, name: b, outputMappings: *m}',
    );
    expect(parse(text).steps.map(({ outputMappings }) => outputMappings?.length)).toEqual([1, 1]);
  });
});

describe('a mapping source', () => {
  test.each([
    ['', null],
    ['null', null],
    ['-1', -1],
    ['-0', 0],
    ['1.50', 1.5],
    ['"007"', '007'],
    ['!!str 5', '5'],
    ['{}', {}],
    ['[1, {a: [true]}]', [1, { a: [true] }]],
    ['{1: a, true: b}', { 1: 'a', true: 'b' }],
    ['"$5 off"', '$5 off'],
  ])('%s is a constant', (source, value) => {
    const mapping = stepOf(constant(source))?.outputMappings?.[0];
    expect(mapping?.source).toEqual({ kind: 'constant', value });
  });

  test('may hold __proto__ as a key like any other', () => {
    const source = stepOf(constant('{__proto__: {polluted: 1}}'))?.outputMappings?.[0]?.source;
    expect(source).toEqual({ kind: 'constant', value: JSON.parse('{"__proto__":{"polluted":1}}') });
    expect('polluted' in {}).toBe(false);
  });

  test.each([
    ['$input', input()],
    ['$input.a.b', input('a', 'b')],
    ['"$input.a"', input('a')],
    ['$', input()],
    ['$.a', input('a')],
  ])('%s is a reference', (source, path) => {
    expect(stepOf(constant(source))?.outputMappings?.[0]?.source).toEqual({ kind: 'reference', path });
  });
});

describe('a task', () => {
  test.each([
    [
      'acs:fc:cn-hangzhou:{accountID}:services/s-1.LATEST/functions/f_2',
      { kind: 'function', service: 's-1', functionName: 'f_2', qualifier: 'LATEST' },
    ],
    ['acs:fc:::services/s/functions/f', { kind: 'function', service: 's', functionName: 'f' }],
    ['arn:aws:lambda:eu-west-1:123456789012:function:f', { kind: 'function', functionName: 'f' }],
    ['arn:aws-cn:lambda:::function:f:$LATEST', { kind: 'function', functionName: 'f', qualifier: '$LATEST' }],
    ['acs:fc:::functions/shop-price', { kind: 'function', functionName: 'shop-price' }],
    [
      'acs:fc:cn-hangzhou:1234567890123456:functions/shop-price/LATEST',
      { kind: 'function', functionName: 'shop-price', qualifier: 'LATEST' },
    ],
    ['acs:fnf:::flow/child', { kind: 'flow', flowName: 'child' }],
  ])('may call %s', (resourceArn, target) => {
    expect(stepOf(task(`resourceArn: "${resourceArn}"`))).toMatchObject({
      target: { ...target, resourceArn },
    });
  });

  test.each([
    ['acs:mns:::/queues/q-1/messages', { kind: 'queue', queueName: 'q-1' }],
    ['arn:aws:sqs:eu-west-1:123456789012:q', { kind: 'queue', queueName: 'q' }],
    ['acs:mns:::/topics/t/messages', { kind: 'topic', topicName: 't' }],
    ['arn:aws:sns:::t', { kind: 'topic', topicName: 't' }],
  ])('may send to %s', (resourceArn, target) => {
    const params = 'pattern: waitForCallback, serviceParams: {MessageBody: $}';
    expect(stepOf(task(`resourceArn: "${resourceArn}", ${params}`))).toMatchObject({
      target: { ...target, resourceArn },
      pattern: 'waitForCallback',
      serviceParams: { MessageBody: { kind: 'reference', path: input() } },
    });
  });

  test('may start an execution by action, with constant and read parameters', () => {
    const params = 'serviceParams: {FlowName: child, ExecutionName: $.name, Input: {a: 1}}';
    expect(stepOf(task(`action: fnf:StartExecution, ${params}`))).toMatchObject({
      target: { kind: 'startExecution', resourceArn: 'fnf:StartExecution' },
      serviceParams: {
        FlowName: { kind: 'constant', value: 'child' },
        ExecutionName: { kind: 'reference', path: input('name') },
        Input: { kind: 'constant', value: { a: 1 } },
      },
    });
  });

  test('has defaults for everything that may be absent', () => {
    expect(stepOf(call('retry: [{errors: [X]}], catch: [{errors: [FnF.ALL], goto: t}]'))).toEqual({
      type: 'task',
      name: 't',
      end: false,
      target: expect.objectContaining({ kind: 'function' }),
      pattern: 'requestResponse',
      retry: [
        { errors: ['X'], intervalSeconds: 1, maxIntervalSeconds: 86_400, maxAttempts: 3, multiplier: 2 },
      ],
      catch: [{ errors: ['FnF.ALL'], goto: 't' }],
    });
  });

  test('reads $local.code of errorMappings as $local.error', () => {
    const mappings =
      '[{target: a, source: $local.code}, {target: b, source: $input.code}, {target: c, source: $local.cause}, {target: d, source: "$local"}, {target: e, source: 5}]';
    const step = stepOf(call(`errorMappings: ${mappings}`));
    const paths =
      step?.type === 'task'
        ? step.errorMappings?.map(({ source }) => source.kind === 'reference' && source.path)
        : [];
    expect(paths).toEqual([
      { root: 'local', segments: [{ kind: 'member', name: 'error' }] },
      input('code'),
      { root: 'local', segments: [{ kind: 'member', name: 'cause' }] },
      { root: 'local', segments: [] },
      false,
    ]);
  });

  test.each(['1', '"1"', '$.p'])('takes the priority %s', (priority) => {
    const step = stepOf(
      task(
        `resourceArn: acs:mns:::/queues/q/messages, serviceParams: {MessageBody: a, Priority: ${priority}}`,
      ),
    );
    const expected =
      priority === '$.p' ? { kind: 'reference', path: input('p') } : { kind: 'constant', value: 1 };
    expect(step).toMatchObject({ serviceParams: { Priority: expected } });
  });
});

describe('other steps', () => {
  test.each([
    ['duration: 0', { duration: { kind: 'constant', value: 0 } }],
    ['duration: "10"', { duration: { kind: 'constant', value: 10 } }],
    ['duration: $.s', { duration: { kind: 'reference', path: input('s') } }],
    ['timestamp: 2019-05-02T15:04:05Z', { timestamp: { kind: 'constant', value: '2019-05-02T15:04:05Z' } }],
    [
      'timestamp: "2019-05-02T15:04:05+08:00"',
      { timestamp: { kind: 'constant', value: '2019-05-02T15:04:05+08:00' } },
    ],
    ['timestamp: $.t', { timestamp: { kind: 'reference', path: input('t') } }],
  ])('a wait may have %s', (attribute, expected) => {
    expect(stepOf(steps(`- {type: wait, name: w, ${attribute}}`))).toEqual({
      type: 'wait',
      name: 'w',
      end: false,
      ...expected,
    });
  });

  test('a fail step has constants or reads the input', () => {
    expect(stepOf(steps('- {type: fail, name: f, error: "$oops", cause: $.why}'))).toEqual({
      type: 'fail',
      name: 'f',
      error: { kind: 'constant', value: '$oops' },
      cause: { kind: 'reference', path: input('why') },
    });
    expect(stepOf(steps('- {type: fail, name: f}'))).toEqual({ type: 'fail', name: 'f' });
  });

  test('a choice may have options, a default, or only a default', () => {
    const text =
      '- {type: choice, name: c, choices: [{condition: $.a == 1, goto: c}, {condition: true}], default: {steps: []}, end: true}';
    expect(stepOf(steps(text))).toEqual({
      type: 'choice',
      name: 'c',
      end: true,
      choices: [
        {
          condition: {
            kind: 'compare',
            operator: '==',
            left: { kind: 'path', path: input('a') },
            right: { kind: 'literal', value: 1 },
          },
          goto: 'c',
        },
        { condition: { kind: 'literal', value: true } },
      ],
      default: { steps: [] },
    });
    expect(stepOf(steps('- {type: choice, name: c, default: {}}'))).toMatchObject({
      choices: [],
      default: {},
    });
  });

  test('gotos reach siblings forward, backward and with odd names', () => {
    const text = steps(
      '- {type: choice, name: __proto__, default: {goto: constructor}}',
      '- {type: choice, name: constructor, default: {goto: __proto__}}',
    );
    expect(parse(text).steps.map((step) => step.type === 'choice' && step.default?.goto)).toEqual([
      'constructor',
      '__proto__',
    ]);
  });

  test('parallel and foreach hold lists of their own', () => {
    const text = steps(
      '- {type: parallel, name: p, branches: [{steps: [{type: succeed, name: s}]}, {steps: []}]}',
      '- {type: foreach, name: f, iterationMapping: {collection: $.list, item: i, index: n}, steps: [{type: succeed, name: t}]}',
    );
    expect(parse(text).steps).toMatchObject([
      { branches: [{ steps: [{ type: 'succeed', name: 's' }] }, { steps: [] }] },
      { collection: input('list'), item: 'i', index: 'n', steps: [{ type: 'succeed', name: 't' }] },
    ]);
  });
});
