import type { Mapping } from '../../flow/flow.ts';
import type { Read } from './context.ts';
import { readMappings } from './mappings.ts';

/** Reads `errorMappings`; `$local.code`, which one vendor page uses, becomes `$local.error`. */
export const readErrorMappings: Read<readonly Mapping[]> = (field, context) =>
  readMappings(field, context).map(renameCode);

function renameCode({ target, source }: Mapping): Mapping {
  if (source.kind === 'constant' || source.path.root !== 'local') return { target, source };
  const [first, ...rest] = source.path.segments;
  if (first?.kind !== 'member' || first.name !== 'code') return { target, source };
  const path = { ...source.path, segments: [{ ...first, name: 'error' }, ...rest] };
  return { target, source: { kind: 'reference', path } };
}
