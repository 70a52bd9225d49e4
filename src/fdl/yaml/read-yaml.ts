import { Composer, type CST, type Document } from 'yaml';
import type { DefinitionLimits } from '../../limits.ts';
import type { Report } from '../report.ts';
import { convert } from './convert.ts';
import { REFERENCE_TAG, referencedArn } from './deploy-reference.ts';
import type { YamlNode } from './node.ts';
import { tokenize } from './tokenize.ts';

/**
 * The one document of a YAML 1.2 (so also JSON) text, `undefined` when the text has problems.
 *
 * The core schema applies under every `%YAML` directive: timestamps and `yes` are text.
 */
export function readYaml(text: string, limits: DefinitionLimits, report: Report): YamlNode | undefined {
  const tokens = tokenize(text, limits.definitionTokens, report);
  const document = tokens && compose(tokens, text, report);
  return document && convert(document.contents, report);
}

/** Characters of the longest value behind a tag that is read. */
const MAX_REFERENCE = 300;

/** Composes the only document; `undefined` when the text is too broken to be read without guessing. */
function compose(tokens: readonly CST.Token[], text: string, report: Report): Document.Parsed | undefined {
  return documentsOf(tokens, text).find((document) => isSound(document, text, report));
}

/** The documents of a syntax tree, broken ones as well. */
export function documentsOf(tokens: readonly CST.Token[], text: string): readonly Document.Parsed[] {
  const composer = new Composer({
    schema: 'core',
    uniqueKeys: false,
    intAsBigInt: true,
    resolveKnownTags: false,
    logLevel: 'silent',
  });
  return withoutStacks(() => [...composer.compose(tokens, true, text.length)]);
}

/** Reports the problems of a document; false when it has errors. */
function isSound({ errors, warnings }: Document.Parsed, text: string, report: Report): boolean {
  for (const { pos, message } of errors) report.add('yaml-syntax', span(pos), '', message);
  for (const { pos, code } of warnings) {
    if (code !== 'TAG_RESOLVE_FAILED') continue;
    report.add(
      'yaml-tag',
      span(pos),
      '',
      `The tag ${text.slice(...pos)} is not part of FDL; write ${meantBy(text, pos)}`,
    );
  }
  return errors.length === 0;
}

/** Advice for a tag: the text that its author meant, where it is known. */
function meantBy(text: string, [start, end]: readonly [number, number, ...number[]]): string {
  const isReference = text.slice(start, end) === REFERENCE_TAG;
  const [, value = ''] = /^[ \t]+["']?([\w./-]+)/.exec(text.slice(end, end + MAX_REFERENCE)) ?? [];
  return (isReference ? referencedArn(value) : undefined) ?? 'the value itself';
}

/**
 * Each problem that the composer finds is an Error. Noting where it was made takes twenty times as long as finding it,
 * and a text may hold a hundred thousand problems.
 */
function withoutStacks<T>(work: () => T): T {
  // Only V8 has the limit; where the console runs in another browser, this changes nothing.
  const errors: ErrorConstructor & { stackTraceLimit?: number | undefined } = Error;
  const limit = errors.stackTraceLimit;
  errors.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    errors.stackTraceLimit = limit;
  }
}

function span([start, end]: readonly [number, number, ...number[]]): { start: number; end: number } {
  return { start, end };
}
