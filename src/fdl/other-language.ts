import type { YamlEntry, YamlMap, YamlNode } from './yaml/node.ts';

/** A text in another language: a sentence that says so, and the key that gives it away. */
export interface OtherLanguage {
  readonly message: string;
  readonly sign: YamlEntry;
}

interface Language {
  readonly name: string;
  /** The key by which a text of the language is known; undefined for other texts. */
  readonly sign: (root: YamlMap) => string | undefined;
}

const LANGUAGES: readonly Language[] = [
  {
    name: 'a state machine of the newer CloudFlow service (Type: StateMachine)',
    sign: (root) => {
      if (isWord(root, 'Type', 'StateMachine')) return 'Type';
      if (isWord(root, 'type', 'StateMachine')) return 'type';
      return nodeAt(root, 'States')?.kind === 'list' ? 'States' : undefined;
    },
  },
  {
    name: 'a state machine in the Amazon States Language (StartAt, States)',
    sign: (root) => {
      const states = nodeAt(root, 'States');
      if (states?.kind !== 'map') return undefined;
      return root.entries.has('StartAt') || holdsType(states) ? 'States' : undefined;
    },
  },
  {
    name: 'a Kestra flow (id, namespace, tasks)',
    sign: (root) => {
      const isNamed = root.entries.has('namespace') || root.entries.has('id');
      return isNamed && nodeAt(root, 'tasks')?.kind === 'list' ? 'tasks' : undefined;
    },
  },
  {
    name: 'a workflow in the CNCF Serverless Workflow language',
    sign: (root) => {
      if (nodeAt(root, 'document')?.kind === 'map' && root.entries.has('do')) return 'document';
      return root.entries.has('specVersion') && root.entries.has('states') ? 'states' : undefined;
    },
  },
];

const ADVICE =
  'FDL v1 begins with "version: v1" and "type: flow", then lists its "steps" (docs/reference/fdl-support.md)';

/** The language of a definition that is no FDL but plainly something else; undefined for FDL, mistakes included. */
export function otherLanguage(root: YamlNode): OtherLanguage | undefined {
  if (root.kind !== 'map' || root.entries.has('steps') || isWord(root, 'type', 'flow')) return undefined;
  for (const { name, sign } of LANGUAGES) {
    const entry = root.entries.get(sign(root) ?? '');
    if (entry !== undefined)
      return { message: `This is ${name}, which is not served; ${ADVICE}`, sign: entry };
  }
  return undefined;
}

function nodeAt(map: YamlMap, key: string): YamlNode | undefined {
  return map.entries.get(key)?.value;
}

function isWord(map: YamlMap, key: string, word: string): boolean {
  const node = nodeAt(map, key);
  return node?.kind === 'scalar' && node.value === word;
}

/** True when a state names its type. */
function holdsType(states: YamlMap): boolean {
  return [...states.entries.values()].some(({ value }) => value.kind === 'map' && value.entries.has('Type'));
}
