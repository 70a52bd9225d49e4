import { stringifyJson } from '../../common/json-text.ts';
import { type PathStart, parsePath } from '../../expressions/parse-path.ts';
import type { Path, PathRoot } from '../../expressions/path.ts';
import type { Completion } from '../completion.ts';
import type { Cursor } from '../cursor.ts';
import { follow, type Scope, scopeAt } from '../scope.ts';
import type { Shape } from '../shape.ts';

/** Matches the path that is being written at the end of a text: what stands fast, and the letters of the next key. */
const WRITTEN =
  /\$(?:input|local|context)?(?:\.[\p{L}_][\p{L}\p{N}_]*|\[(?:\*|-?\d+|"[^"]*"|'[^']*')\])*(?:\.?[\p{L}\p{N}_]*)$/u;
const LAST_KEY = /(?:\.[\p{L}\p{N}_]*|(?<=\$)[a-z]*)$/u;
/** Longest rest of a key behind the cursor that is replaced. */
const MAX_KEY = 200;
const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Paths that may be written in one place: those of mappings name a root, all others begin in the step's input. */
export function completePath(cursor: Cursor, text: string, isSource: boolean): readonly Completion[] {
  const { flow, spot, before, start } = cursor;
  const [written = ''] = WRITTEN.exec(before) ?? [];
  const fixed = written.replace(LAST_KEY, '');
  const scope = scopeAt(flow, spot.step, isSource ? spot.mappings : undefined);
  const replaced = { start: start + before.length - written.length, end: endOfWord(text, cursor) };
  // Signs that would end the value where it stands.
  const ending = cursor.quote === '' ? (cursor.isInline ? /[[\]{},:#]/ : /[:#]/) : new RegExp(cursor.quote);
  const fits = (path: string) => !ending.test(path);
  return pathsFrom(fixed, scope, isSource, text)
    .filter(({ path }) => fits(path))
    .map(({ path, detail }) => ({
      kind: 'path',
      label: path,
      ...(detail !== '' && { detail }),
      insert: path,
      replaced,
    }));
}

interface Found {
  readonly path: string;
  readonly detail: string;
}

const ROOTS: readonly PathRoot[] = ['input', 'local', 'context'];

function pathsFrom(fixed: string, scope: Scope, isSource: boolean, text: string): readonly Found[] {
  if (fixed === '' || fixed === '$') {
    if (!isSource)
      return [...rootOf('$', 'the input of the step', scope.input), ...readElsewhere('input', '$', text)];
    return ROOTS.flatMap((root) => [
      ...rootOf(`$${root}`, ABOUT[root], scope[root]),
      ...(isOpen(scope[root]) ? readElsewhere(root, `$${root}`, text) : []),
    ]).filter(({ path }, index, all) => all.findIndex((one) => one.path === path) === index);
  }
  const path = parsed(fixed, isSource);
  if (path === undefined) return [];
  const shape = follow(scope[path.root], path.segments);
  const further = path.segments.length === 0 && isOpen(shape) ? readElsewhere(path.root, fixed, text) : [];
  const own = membersOf(shape, fixed);
  return [...own, ...further.filter((one) => !own.some(({ path: known }) => known === one.path))];
}

const ABOUT: Readonly<Record<PathRoot, string>> = {
  input: 'the input',
  local: 'what earlier steps have written',
  context: 'flow, execution, step and task',
};

function rootOf(path: string, detail: string, shape: Shape): readonly Found[] {
  return [{ path, detail }, ...membersOf(shape, path)];
}

function membersOf(shape: Shape, fixed: string): readonly Found[] {
  if (shape.kind === 'list') {
    return [{ path: `${fixed}[*]`, detail: 'every element' }, ...membersOf(shape.elements, `${fixed}[*]`)];
  }
  if (shape.kind === 'unknown') return [];
  return [...shape.members].map(([key, { from }]) => ({
    path: fixed + (PLAIN_KEY.test(key) ? `.${key}` : `[${stringifyJson(key)}]`),
    detail: from,
  }));
}

/** Keys that other paths of the text read under the same root, for data whose keys are not known. */
function readElsewhere(root: PathRoot, fixed: string, text: string): readonly Found[] {
  if (root === 'context') return [];
  const words = new Set(
    [...text.matchAll(/\$(?<root>input|local|)\.(?<key>[\p{L}_][\p{L}\p{N}_]*)(?![\p{L}\p{N}_\uE000])/gu)]
      .filter(({ groups }) => (groups?.['root'] || 'input') === root)
      .map(({ groups }) => groups?.['key'] ?? ''),
  );
  return [...words].map((key) => ({ path: `${fixed}.${key}`, detail: 'read elsewhere in this flow' }));
}

function isOpen(shape: Shape): boolean {
  return shape.kind === 'unknown' || (shape.kind === 'object' && shape.isOpen);
}

function parsed(text: string, isSource: boolean): Path | undefined {
  const starts: readonly PathStart[] = isSource ? ['$input', '$local', '$context', '$'] : ['$'];
  const path = parsePath(text, starts);
  return path.ok ? path.value : undefined;
}

function endOfWord(text: string, { before, start }: Cursor): number {
  const offset = start + before.length;
  const [rest = ''] = /^[\p{L}\p{N}_]*/u.exec(text.slice(offset, offset + MAX_KEY)) ?? [];
  return offset + rest.length;
}
