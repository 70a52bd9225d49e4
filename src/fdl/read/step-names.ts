import type { Field } from '../yaml/node.ts';
import { memberPath } from '../yaml/node.ts';
import type { Context } from './context.ts';
import { quote } from './words.ts';

/**
 * The names of one steps list.
 *
 * A name twice in a list is an error, for a goto could mean either; in different lists it is only a warning.
 */
export function checkNames(steps: readonly Field[], context: Context): readonly string[] {
  const names = new Set<string>();
  for (const step of steps) {
    const field = nameField(step);
    if (field === undefined) continue;
    const earlier = context.claimName(field.name, step.path);
    if (names.has(field.name)) {
      context.refuse('duplicate-name', field, `Another step of this list is named ${quote(field.name)} too`);
    } else if (earlier !== undefined) {
      context.refuse(
        'repeated-name',
        field,
        `${earlier} is named ${quote(field.name)} too; the history cannot tell them apart`,
      );
    }
    names.add(field.name);
  }
  return [...names];
}

function nameField({ node, path }: Field): (Field & { readonly name: string }) | undefined {
  const name = node.kind === 'map' ? node.entries.get('name')?.value : undefined;
  if (name?.kind !== 'scalar' || typeof name.value !== 'string') return undefined;
  return { node: name, path: memberPath(path, 'name'), name: name.value };
}
