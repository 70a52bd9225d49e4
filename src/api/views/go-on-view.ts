import { stringifyJson } from '../../common/json-text.ts';
import type { ResumePlan } from '../../interpreter/resume/plan-resume.ts';
import type { StepEntry } from '../../interpreter/resume/timeline.ts';
import type { GoOnView, StepEntryView } from '../contract/repair.ts';

/** Entries that a response shows. */
const SHOWN_ENTRIES = 500;

/** The consequences of going on, for callers. */
export function goOnView({ event, again, kept, local }: ResumePlan, isDryRun: boolean): GoOnView {
  return {
    FromStep: event.fromStep ?? '',
    DryRun: isDryRun,
    StepsAgain: again.slice(-SHOWN_ENTRIES).map(entryView),
    StepsKept: kept.slice(-SHOWN_ENTRIES).map(entryView),
    StepsAgainCount: again.length,
    StepsKeptCount: kept.length,
    ...(isDryRun && local !== undefined && { Local: stringifyJson(local) }),
  };
}

/** The response to a dry run of an execution that cannot go on. */
export function refusedView(reason: string): GoOnView {
  return {
    FromStep: '',
    DryRun: true,
    RefusedReason: reason,
    StepsAgain: [],
    StepsKept: [],
    StepsAgainCount: 0,
    StepsKeptCount: 0,
  };
}

function entryView({ id, name, path, calls }: StepEntry): StepEntryView {
  return { StepName: name, StepPath: path, StepEventId: id, Calls: calls };
}
