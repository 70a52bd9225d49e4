import type { JsonObject, JsonValue } from '../../../common/json.ts';

/** A parameter of the query protocol: a text, or parts by the next piece of their names. */
type Node = string | Branch;
interface Branch extends Map<string, Node> {}

/** The query protocol's names of the pieces of lists and maps, by the name of their first piece. */
export interface QueryNames {
  /** `AttributeName.1=…` and the name of the list in JSON. */
  readonly lists: Readonly<Record<string, string>>;
  /** `Attribute.1.Name=…&Attribute.1.Value=…` and the name of the map in JSON. */
  readonly maps: Readonly<Record<string, string>>;
}

/** Deeper names than any action has are not looked into. */
const DEEPEST = 8;

/**
 * Reads the fields of a form as the parameters that they stand for.
 *
 * Pieces that only say that entries follow (`entry`, `member`) may be there or not.
 */
export function readForm(form: URLSearchParams, names: QueryNames): JsonObject {
  const root: Branch = new Map();
  for (const [name, value] of form) plant(root, name.split('.'), value);
  return structure(root, names);
}

function plant(root: Branch, path: readonly string[], value: string): void {
  if (path.length > DEEPEST) return;
  let branch = root;
  for (const piece of path.slice(0, -1)) {
    const known = branch.get(piece);
    const next: Branch = known === undefined || typeof known === 'string' ? new Map() : known;
    branch.set(piece, next);
    branch = next;
  }
  branch.set(path.at(-1) ?? '', value);
}

function structure(branch: Branch, names: QueryNames): JsonObject {
  const entries: (readonly [string, JsonValue])[] = [];
  for (const [name, node] of branch) {
    const { lists, maps } = names;
    const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
    const map = Object.hasOwn(maps, name) ? maps[name] : undefined;
    if (typeof node === 'string') entries.push([list ?? map ?? name, list === undefined ? node : []]);
    else if (list !== undefined) entries.push([list, numbered(node).map((entry) => readNode(entry, names))]);
    else if (map !== undefined)
      entries.push([map, Object.fromEntries(numbered(node).map((entry) => pair(entry, names)))]);
    else entries.push([name, structure(node, names)]);
  }
  return Object.fromEntries(entries);
}

/** The entries of a list or map in the order of their numbers. */
function numbered(branch: Branch): readonly Node[] {
  const inner = branch.get('entry') ?? branch.get('member');
  const entries = inner instanceof Map ? inner : branch;
  return [...entries]
    .filter(([number]) => /^\d{1,6}$/.test(number))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, node]) => node);
}

function pair(node: Node, names: QueryNames): readonly [string, JsonValue] {
  if (typeof node === 'string') return [node, ''];
  const name = node.get('Name') ?? node.get('Key') ?? node.get('key') ?? '';
  const value = node.get('Value') ?? node.get('value') ?? '';
  return [typeof name === 'string' ? name : '', readNode(value, names)];
}

function readNode(node: Node, names: QueryNames): JsonValue {
  return typeof node === 'string' ? node : structure(node, names);
}
