import { describe, expect, test } from 'vitest';
import { changesOf, draftOf } from '../../../console/src/pages/flow/flow-draft.ts';
import { nodeLabel } from '../../../console/src/pages/flow/node-label.ts';
import { placeOfStep } from '../../../console/src/pages/flow/place-of-step.ts';
import { TEMPLATE } from '../../../console/src/pages/flow/template.ts';
import type { FlowView } from '../../../src/api/contract.ts';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';

const FLOW: FlowView = {
  Name: 'a',
  Definition: TEMPLATE,
  Description: 'first',
  Id: '1',
  Type: 'FDL',
  RoleArn: '',
  ExternalStorageLocation: '',
  ExecutionMode: 'Standard',
  ResourceGroupId: '',
  CreatedTime: '2026-03-01T12:00:00.000Z',
  LastModifiedTime: '2026-03-01T12:00:00.000Z',
};

describe('a draft of a flow', () => {
  test('changes nothing as it is', () => {
    expect(changesOf(FLOW, draftOf(FLOW))).toBeUndefined();
  });

  test('sends only what it changes, and may empty it', () => {
    expect(changesOf(FLOW, { ...draftOf(FLOW), description: '' })).toEqual({ Description: '' });
    expect(changesOf(FLOW, { definition: 'x', description: 'first', role: 'r' })).toEqual({
      Definition: 'x',
      RoleArn: 'r',
    });
  });
});

test('a new flow begins with a definition without any problem', () => {
  expect(parseFlow(TEMPLATE).diagnostics).toEqual([]);
});

describe('the place of a step', () => {
  test('is found in block and flow style, quoted or not', () => {
    const text =
      'steps:\n  - type: pass\n    name: one\n  - {type: pass, name: "two"}\n  - {"name": \'three\'}\n';
    expect(placeOfStep(text, 'one')).toEqual({ line: 3, column: 5 });
    expect(placeOfStep(text, 'two')).toEqual({ line: 4, column: 18 });
    expect(placeOfStep(text, 'three')).toEqual({ line: 5, column: 7 });
  });

  test('is not that of a step whose name only begins like it', () => {
    expect(placeOfStep('name: one-more\nname: one # first', 'one')).toEqual({ line: 2, column: 1 });
    expect(placeOfStep('name: one-more', 'one')).toBeUndefined();
    expect(placeOfStep('name: a.b', 'aXb')).toBeUndefined();
  });

  test('is asked for by the id of its node', () => {
    const { flow } = parseFlow(TEMPLATE);
    expect(flow && nodeLabel(flow, '3')).toBe('rest');
    expect(flow && nodeLabel(flow, 'start')).toBeUndefined();
  });
});
