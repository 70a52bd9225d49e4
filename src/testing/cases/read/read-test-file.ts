import type { Diagnostic } from '../../../fdl/diagnostic.ts';
import { LineCursor } from '../../../fdl/line-cursor.ts';
import { parseFlow } from '../../../fdl/parse-flow.ts';
import { Attributes } from '../../../fdl/read/attributes.ts';
import { Context, type Read } from '../../../fdl/read/context.ts';
import { readFilledList, readText } from '../../../fdl/read/values.ts';
import { quote } from '../../../fdl/read/words.ts';
import { Report } from '../../../fdl/report.ts';
import type { Field } from '../../../fdl/yaml/node.ts';
import { readYaml } from '../../../fdl/yaml/read-yaml.ts';
import { DEFAULT_LIMITS } from '../../../limits.ts';
import type { TestCase, TestedFlow, TestFile } from '../test-case.ts';
import { type Defaults, readCase, readDefaults } from './read-case.ts';
import { StepNames } from './step-names.ts';

/** The attributes of a test file. */
export const FILE_RULES = {
  owner: 'a test file',
  allowed: ['flow', 'flows', 'defaults', 'cases'],
};

/** The text of a file, by its path as the test file writes it, or why it cannot be read. */
export type ReadFlowFile = (path: string) => { readonly text: string } | { readonly problem: string };

/** A parsed test file: every problem, and the file exactly when none is an error. */
export interface ReadTestFile {
  readonly file?: TestFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Test files hold data besides what a definition has. */
const LIMITS = { ...DEFAULT_LIMITS, definitionTokens: 1_000_000 };

/** Reads a test file with the flows that it names; never throws. */
export function readTestFile(text: string, readFlowFile: ReadFlowFile): ReadTestFile {
  const report = new Report(text);
  const node = readYaml(text, LIMITS, report);
  const file = node && readFile({ node, path: '' }, new Context(text, LIMITS, report), readFlowFile);
  const diagnostics = report.list();
  return file === undefined || report.hasErrors ? { diagnostics } : { file, diagnostics };
}

function readFile(field: Field, context: Context, readFlowFile: ReadFlowFile): TestFile {
  const attributes = new Attributes(field, context, FILE_RULES);
  const readFlow = flowReader(readFlowFile);
  const main = attributes.required<TestedFlow | undefined>('flow', readFlow, undefined);
  const others = attributes.optionalOr('flows', readFilledList('further flows', readFlow), []);
  const flows = [main, ...others].filter((flow) => flow !== undefined);
  const names = new StepNames(flows);
  const defaults = readDefaults(attributes.get('defaults'), context, names);
  return { flows, cases: attributes.required('cases', casesReader(context.text, defaults, names), []) };
}

function flowReader(readFlowFile: ReadFlowFile): Read<TestedFlow | undefined> {
  return (field, context) => {
    const file = readText(field, context);
    if (file === '') return undefined;
    const read = readFlowFile(file);
    if ('problem' in read) {
      context.refuse('unknown-value', field, `${quote(file)} cannot be read: ${read.problem}`);
      return undefined;
    }
    const { flow, diagnostics } = parseFlow(read.text);
    if (flow !== undefined) return { name: flow.name ?? nameOf(file), file, definition: read.text, flow };
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    const problem = `${quote(file)} is not a valid definition: ${errors} ${errors === 1 ? 'error' : 'errors'}`;
    context.refuse('unknown-value', field, `${problem}; see fdl validate`);
    return undefined;
  };
}

/** A flow is called as its file is, unless it has a name of its own. */
function nameOf(file: string): string {
  return file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
}

function casesReader(text: string, defaults: Defaults, names: StepNames): Read<readonly TestCase[]> {
  const lines = new LineCursor(text);
  const lineOf = (start: number) => lines.locate({ start, end: start }).line;
  return (field, context) => {
    const seen = new Set<string>();
    const readOne: Read<TestCase> = (item) => {
      const testCase = readCase(item, context, { defaults, names, lineOf });
      if (seen.has(testCase.name))
        context.refuse('duplicate-name', item, `Another case is called ${quote(testCase.name)}, too`);
      seen.add(testCase.name);
      return testCase;
    };
    return readFilledList('cases', readOne)(field, context);
  };
}
