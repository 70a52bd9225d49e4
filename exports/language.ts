// `fdl-on-aws/language`: the Flow Definition Language without a service.

export { completionsAt } from '../src/editor/complete/complete.ts';
export type { Completion, CompletionKind } from '../src/editor/completion.ts';
export { type Definition, definitionAt } from '../src/editor/definition.ts';
export { formatDefinition } from '../src/editor/format.ts';
export { type Hover, hoverAt } from '../src/editor/hover.ts';
export type { KnownOfHome, KnownTarget } from '../src/editor/known-of-home.ts';
export { type OutlineStep, outlineOf } from '../src/editor/outline.ts';
export {
  renameStepAt,
  type StepReferences,
  stepReferencesAt,
  type TextEdit,
} from '../src/editor/step-references.ts';
export type { Diagnostic, Severity } from '../src/fdl/diagnostic.ts';
export type { DiagnosticCode } from '../src/fdl/diagnostic-codes.ts';
export { formatDiagnostic } from '../src/fdl/format-diagnostic.ts';
export { type ParsedFlow, parseFlow } from '../src/fdl/parse-flow.ts';
export { flowSchema } from '../src/fdl/schema/flow-schema.ts';
export { validateFlow } from '../src/fdl/validate-flow.ts';
export type { Flow, Step, StepList } from '../src/flow/flow.ts';
export { drawFlow, GRAPH_FORMATS, type GraphFormat } from '../src/graph/draw-flow.ts';
export { type DefinitionLimits, LIMIT_PROFILES } from '../src/limits.ts';
export { type FireTimes, type FireTimesOptions, nextFireTimes } from '../src/schedules/fire-times.ts';
