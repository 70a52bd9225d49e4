import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../../src/fdl/diagnostic.ts';
import { formatDiagnostic } from '../../src/fdl/format-diagnostic.ts';
import { parseFlow } from '../../src/fdl/parse-flow.ts';
import type { DistributedMap, Flow, Source } from '../../src/flow/flow.ts';
import { allSteps } from '../../src/flow/inner-lists.ts';
import type { TaskTarget } from '../../src/targets/targets.ts';

/** The objects that a step uses, as far as the definition names them; the rest comes with the input. */
export interface NamedObjects {
  readonly use: 'read' | 'list' | 'write';
  readonly bucket: string | undefined;
  /** The key of the one object. */
  readonly key?: string | undefined;
  /** The beginning of their keys. */
  readonly keyPrefix?: string;
}

/** The checked text of a flow, to be deployed. */
export class FlowDefinition {
  readonly text: string;
  readonly flow: Flow;
  /** Warnings: parts that look wrong and yet are allowed, in words. */
  readonly warnings: readonly string[];

  private constructor(text: string, flow: Flow, warnings: readonly string[]) {
    this.text = text;
    this.flow = flow;
    this.warnings = warnings;
  }

  /** Reads a definition, relative to the working directory. @throws when it is not valid, with every problem in its place. */
  static fromFile(path: string): FlowDefinition {
    return FlowDefinition.fromText(readFileSync(path, 'utf8'), path);
  }

  /** Takes a definition as it is; `file` is its name in messages. @throws when it is not valid. */
  static fromText(text: string, file = 'definition'): FlowDefinition {
    const { flow, diagnostics } = parseFlow(text);
    const shown = (severity: Diagnostic['severity']) =>
      diagnostics
        .filter((diagnostic) => diagnostic.severity === severity)
        .map((diagnostic) => formatDiagnostic(diagnostic, text, file));
    if (flow === undefined) throw new Error(`The flow is not valid:\n${shown('error').join('\n')}`);
    return new FlowDefinition(text, flow, shown('warning'));
  }

  /** True when a task goes on with what the function of this name returns; others only hand something over to it. */
  awaitsResultOf(resourceArn: string): boolean {
    return allSteps(this.flow.steps).some(
      (step) =>
        step.type === 'task' && step.target.resourceArn === resourceArn && step.pattern === 'requestResponse',
    );
  }

  /** The objects that item readers and result writers use. */
  objects(): readonly NamedObjects[] {
    return allSteps(this.flow.steps).flatMap((step) =>
      step.type === 'task' && step.map !== undefined ? objectsOf(step.map) : [],
    );
  }

  /** Everything that the flow's tasks call, each resource once. */
  targets(): readonly TaskTarget[] {
    const targets = new Map<string, TaskTarget>();
    for (const step of allSteps(this.flow.steps)) {
      if (step.type === 'task') targets.set(step.target.resourceArn, step.target);
    }
    return [...targets.values()];
  }
}

function objectsOf({ itemReader: reader, resultWriter: writer }: DistributedMap): readonly NamedObjects[] {
  const objects: NamedObjects[] = [];
  if (reader !== undefined) {
    const use = reader.inputType === 'list' ? 'list' : 'read';
    objects.push({ use, bucket: textOf(reader.bucket), key: textOf(reader.key) });
  }
  if (writer !== undefined) {
    const prefix = textOf(writer.prefix) ?? '';
    // As the engine puts keys together.
    const keyPrefix = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
    objects.push({ use: 'write', bucket: textOf(writer.bucket), keyPrefix });
  }
  return objects;
}

/** The text that a definition states; undefined for what comes with the input. */
function textOf(source: Source | undefined): string | undefined {
  const value = source?.kind === 'constant' ? source.value : undefined;
  return typeof value === 'string' ? value : undefined;
}
