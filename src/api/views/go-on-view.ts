import type { ResumePlan } from '../../interpreter/resume/plan-resume.ts';
import type { StepEntry } from '../../interpreter/resume/timeline.ts';
import type { GoOnView, StepEntryView } from '../contract/repair.ts';

/** Entries that a response shows. */
const SHOWN_ENTRIES = 500;

/** What going on means, to callers. */
export function goOnView({ event, again, kept }: ResumePlan, isDryRun: boolean): GoOnView {
  return {
    FromStep: event.fromStep ?? '',
    DryRun: isDryRun,
    StepsAgain: again.slice(-SHOWN_ENTRIES).map(entryView),
    StepsKept: kept.slice(-SHOWN_ENTRIES).map(entryView),
    StepsAgainCount: again.length,
    StepsKeptCount: kept.length,
  };
}

/** That an execution cannot go on, as a dry run is answered. */
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
