import type { Path } from '../../expressions/path.ts';
import type { DistributedMap, Source, Step } from '../../flow/flow.ts';
import { pathsOf } from '../read/expression.ts';

/** The paths by which a step reads its own input outside of mappings. */
export function inputPaths(step: Step): readonly Path[] {
  switch (step.type) {
    case 'task':
      return step.map === undefined
        ? referencesOf(Object.values(step.serviceParams ?? {}))
        : mapPaths(step.map);
    case 'wait':
      return referencesOf([step.duration, step.timestamp]);
    case 'fail':
      return referencesOf([step.error, step.cause]);
    case 'choice':
      return step.choices.flatMap(({ condition }) => pathsOf(condition));
    case 'foreach':
      return [step.collection];
    default:
      return [];
  }
}

function mapPaths({ collection, itemReader, resultWriter }: DistributedMap): readonly Path[] {
  const read = [itemReader?.bucket, itemReader?.key, itemReader?.prefix];
  const written = [resultWriter?.bucket, resultWriter?.prefix];
  return [...(collection === undefined ? [] : [collection]), ...referencesOf([...read, ...written])];
}

function referencesOf(sources: readonly (Source | undefined)[]): readonly Path[] {
  return sources.flatMap((source) => (source?.kind === 'reference' ? [source.path] : []));
}
