import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isJsonObject, type JsonValue } from '../../../../src/common/json.ts';
import { stringifyJson } from '../../../../src/common/json-text.ts';
import { parseFlow } from '../../../../src/fdl/parse-flow.ts';
import { printFlow } from '../../../../src/fdl/print-flow.ts';
import { flowSchema } from '../../../../src/fdl/schema/flow-schema.ts';
import type { Flow } from '../../../../src/flow/flow.ts';
import { flowArbitrary } from '../../../helpers/flow-arbitrary.ts';
import { casesOf } from '../../../helpers/property-cases.ts';
import { schemaProblem } from '../../../helpers/schema-check.ts';

const WRONG = [null, true, -1, 1.5, 'x', '$', '', [], {}, { x: 1 }, [null], 'yes', 10_000_000_000];

/** The value with one of its parts left out, renamed or replaced. */
function changedAt(value: JsonValue, seed: number): JsonValue {
  const step = (part: number) => Math.floor(seed / 7) + part;
  if (Array.isArray(value) && value.length > 0 && seed % 11 > 0) {
    const at = seed % value.length;
    return value.map((item, index) => (index === at ? changedAt(item, step(at)) : item));
  }
  if (isJsonObject(value) && Object.keys(value).length > 0 && seed % 11 > 0) {
    const keys = Object.keys(value);
    const chosen = keys[seed % keys.length] ?? '';
    const { [chosen]: part = null, ...rest } = value;
    if (seed % 5 === 0) return rest;
    return { ...rest, [seed % 5 === 1 ? `${chosen}s` : chosen]: changedAt(part, step(keys.length)) };
  }
  return WRONG[seed % WRONG.length] ?? null;
}

describe('the JSON Schema of definitions', () => {
  test.each(globSync('examples/**/flow.yaml'))('accepts %s', (file) => {
    expect(schemaProblem(readFileSync(file, 'utf8'))).toBeUndefined();
  });

  test('accepts whatever flow is printed', () => {
    fc.assert(
      fc.property(flowArbitrary, (flow) => {
        expect(schemaProblem(printFlow(flow))).toBeUndefined();
      }),
      { numRuns: casesOf(100) },
    );
  });

  test('refuses nothing that the reader of definitions accepts', () => {
    let refused = 0;
    const check = (flow: Flow, seed: number) => {
      const changed = stringifyJson(changedAt(parse(printFlow(flow)), seed));
      const problem = schemaProblem(changed);
      if (problem === undefined) return;
      refused++;
      expect(parseFlow(changed).flow, `${problem} in ${changed}`).toBeUndefined();
    };
    fc.assert(fc.property(flowArbitrary, fc.nat(), check), { numRuns: casesOf(200) });
    expect(refused).toBeGreaterThan(casesOf(40));
  });

  test('says of every attribute what it is for', () => {
    const silent: string[] = [];
    const look = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [key, value] of Object.entries(schema)) {
        const isAttribute = path.endsWith('/properties') && !/\/(?:if|then|else)\//.test(path);
        if (isAttribute && !('description' in value || 'const' in value || '$ref' in value)) {
          silent.push(`${path}/${key}`);
        }
        look(value, `${path}/${key}`);
      }
    };
    look(flowSchema(), '');
    expect(silent.filter((path) => !path.includes('/allOf/') && !path.includes('/anyOf/'))).toEqual([]);
  });
});
