/** Every code of diagnostics, with its severity and meaning. Codes never change their meaning. */
export const DIAGNOSTIC_CODES = {
  'definition-too-large': { severity: 'error', meaning: 'The text has more bytes than the limit.' },
  'too-many-tokens': { severity: 'error', meaning: 'The text has more YAML tokens than the limit.' },
  'yaml-syntax': { severity: 'error', meaning: 'The text is not well-formed YAML.' },
  'yaml-documents': { severity: 'error', meaning: 'The text holds no document, or several.' },
  'other-language': { severity: 'error', meaning: 'The text is written in the language of another system.' },
  'yaml-nesting': { severity: 'error', meaning: 'Lists and objects are nested too deeply.' },
  'yaml-tag': { severity: 'error', meaning: 'A tag such as !Ref is not part of FDL.' },
  'deploy-reference': {
    severity: 'warning',
    meaning: 'A file holds !Ref service/function; the ARN takes its place.',
  },
  'yaml-alias': {
    severity: 'error',
    meaning: 'An alias names no anchor before it, or aliases multiply the text.',
  },
  'duplicate-key': { severity: 'error', meaning: 'An object holds the same key twice.' },
  'invalid-key': { severity: 'error', meaning: 'The key of an object is not text.' },
  'invalid-number': {
    severity: 'error',
    meaning: 'A number has no JSON form, such as .inf, or is out of range, such as 1e400.',
  },
  'wrong-type': { severity: 'error', meaning: 'A value is of another type than its attribute takes.' },
  'missing-attribute': { severity: 'error', meaning: 'A required attribute is absent.' },
  'unknown-attribute': { severity: 'error', meaning: 'An attribute is not known at this place.' },
  'conflicting-attributes': {
    severity: 'error',
    meaning: 'Attributes that exclude each other are both present.',
  },
  'unknown-value': { severity: 'error', meaning: 'A word is not one of those its attribute takes.' },
  'out-of-range': { severity: 'error', meaning: 'A number or a list is too small or too large.' },
  'invalid-name': { severity: 'error', meaning: 'A name breaks the rule for names.' },
  'invalid-path': { severity: 'error', meaning: 'A reference such as $local.x cannot be parsed.' },
  'invalid-condition': { severity: 'error', meaning: 'A condition cannot be parsed.' },
  'invalid-timestamp': { severity: 'error', meaning: 'A timestamp is no RFC 3339 time.' },
  'invalid-resource': {
    severity: 'error',
    meaning: 'A resourceArn or action names nothing that can be called.',
  },
  'unsupported-pattern': { severity: 'error', meaning: 'The target of a task does not support the pattern.' },
  'unsupported-feature': {
    severity: 'error',
    meaning: 'The editor knows this feature, the language does not.',
  },
  'duplicate-name': { severity: 'error', meaning: 'Two steps of one list have the same name.' },
  'unknown-goto': { severity: 'error', meaning: 'A goto names no sibling of its step.' },
  'too-deep': { severity: 'error', meaning: 'Steps lists are nested deeper than the limit.' },
  'too-many-steps': { severity: 'error', meaning: 'There are more steps than the limit.' },
  'repeated-name': { severity: 'warning', meaning: 'Steps of different lists have the same name.' },
  'duplicate-target': {
    severity: 'warning',
    meaning: 'Two mappings of one list have the same target; the later wins.',
  },
  'dollar-source': {
    severity: 'warning',
    meaning: 'A mapping source is written $ or $.x and read as $input.',
  },
  'not-a-reference': {
    severity: 'warning',
    meaning: 'A constant looks like a reference but is not evaluated.',
  },
  'reference-as-target': {
    severity: 'warning',
    meaning: 'A mapping target looks like a reference but is a key, $ included.',
  },
  'unlikely-error': {
    severity: 'warning',
    meaning: 'An error name is nearly one that the service gives, or that of another language.',
  },
  'no-steps': {
    severity: 'warning',
    meaning: 'A flow, a branch or an iteration has an empty list of steps.',
  },
  'never-produced': { severity: 'warning', meaning: 'A reference names what nothing can have produced.' },
  'yaml-1.1-value': {
    severity: 'warning',
    meaning: 'YAML 1.1 reads this plain value differently; quote it.',
  },
  'too-many-problems': { severity: 'warning', meaning: 'There are more problems than are listed.' },
} as const satisfies Record<string, { readonly severity: 'error' | 'warning'; readonly meaning: string }>;

/** The stable code of a diagnostic. */
export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;
