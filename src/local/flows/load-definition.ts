import type { ErrorResponse } from '../../api/contract.ts';
import { createApi } from '../../api/handle-request.ts';
import type { ApiServices } from '../../api/services.ts';
import { isJsonObject } from '../../common/json.ts';
import { readJson } from '../../common/json-text.ts';
import { formatDiagnostic } from '../../fdl/format-diagnostic.ts';
import { parseFlow } from '../../fdl/parse-flow.ts';
import { resolveReferences } from '../../fdl/resolve-references.ts';
import type { FlowRecord } from '../../ports/flow-store.ts';

/** A text that was read from the file of a flow. */
export interface FileText {
  readonly flowName: string;
  readonly path: string;
  readonly text: string;
  /** Its diagnostics were printed before. */
  readonly isKnown: boolean;
}

/** The result of loading a text. */
export interface Loaded {
  /** The store holds something new. */
  readonly isStored: boolean;
  /** Why the text is no flow; absent when the store holds it. */
  readonly problem?: string;
}

/** Brings the text of a file into the store. @returns undefined when that is worth another try. */
export type LoadDefinition = (file: FileText) => Promise<Loaded | undefined>;

/** Loads definitions by the API's own operations, without authentication: the files belong to the operator of the server. */
export function definitionLoader(services: ApiServices, write: (line: string) => void): LoadDefinition {
  return async (file) => {
    const { flowName, path, text, isKnown } = file;
    if (isOtherJson(path, text)) {
      if (!isKnown) write(`${path} is left out: it is no definition, which has version, type and steps`);
      return { isStored: false, problem: 'is no definition' };
    }
    const { text: definition, diagnostics: references } = resolveReferences(text);
    const { flow, diagnostics } = parseFlow(definition, services.limits);
    if (!isKnown)
      for (const diagnostic of [...references, ...diagnostics])
        write(formatDiagnostic(diagnostic, text, path));
    if (flow === undefined) return { isStored: false, problem: 'has errors' };
    const known = await services.flows.readFlow(flowName);
    if (known?.definition === definition) return { isStored: false };
    const { Code, Message } = await store(services, { ...file, text: definition }, known);
    if (Code === undefined) {
      write(`flow ${flowName} ${known === undefined ? 'created' : 'updated'} from ${path}${replaced(known)}`);
      return { isStored: true };
    }
    const line = `flow ${flowName} was not loaded from ${path}: ${Code}: ${Message}`;
    write(line);
    return Code === 'InvalidArgument' ? { isStored: false, problem: line } : undefined;
  };
}

/** Tools keep JSON of their own beside definitions; YAML of another kind gets diagnostics. */
function isOtherJson(path: string, text: string): boolean {
  if (!/\.json$/i.test(path)) return false;
  const read = readJson(text);
  if ('problem' in read) return false;
  return !(
    isJsonObject(read.value) &&
    ['version', 'type', 'steps'].some((key) => Object.hasOwn(read.value as object, key))
  );
}

/** A line for a definition that the API saved and that is now replaced. */
function replaced(known: FlowRecord | undefined): string {
  if (known === undefined || known.file !== undefined || known.definition === '') return '';
  const at = new Date(known.modifiedAt).toISOString();
  return `, in place of version ${known.version}, which the API saved at ${at}`;
}

async function store(
  services: ApiServices,
  { flowName: Name, path, text: Definition }: FileText,
  known: FlowRecord | undefined,
): Promise<Partial<ErrorResponse>> {
  const flowFiles = { fileOf: () => undefined, keep: async () => path };
  const parameters =
    known === undefined
      ? { Name, Definition, Description: `from ${path}`, Type: 'FDL' }
      : { Name, Definition };
  const { body } = await createApi({ ...services, flowFiles })({
    method: 'POST',
    path: known === undefined ? '/CreateFlow' : '/UpdateFlow',
    query: '',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  return JSON.parse(body);
}
