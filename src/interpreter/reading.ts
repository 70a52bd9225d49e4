import type { JsonObject, JsonValue } from '../common/json.ts';
import type { EventId, Failure } from './event.ts';
import { stepOf } from './frames.ts';
import type { ExecutionState, Frame, Page, Phase, Reading, Tally } from './state.ts';

/** In place of the position of a batch: the list that reads on for a map run. */
export const READING = -1;

/** The name with which a step fails whose items cannot be read. */
export const ITEM_READER_FAILED = 'FnF.ItemReaderFailed';

/** A map run that has read nothing yet. */
export const UNREAD: Reading = { isDone: false, pages: [] };

type Fanning = Extract<Phase, { kind: 'fanning' }>;

/** The batches that one read has found, whole ones, of which only the last of all may be smaller. */
interface Found {
  readonly position: JsonObject;
  readonly items: number;
  readonly marks: readonly number[];
  readonly isDone: boolean;
  readonly kept?: JsonValue;
}

/** True where the next items are to be read: ahead of the batches, as long as fewer are known than may run at a time. */
export function readsOn({ total, next }: Fanning, { reading, maxConcurrency }: Tally): boolean {
  if (reading === undefined || reading.isDone || reading.frame !== undefined) return false;
  return total - next < maxConcurrency;
}

/** Lists of batches that are open beside each other. */
export function openBatches({ open }: Fanning, tally?: Tally): number {
  return open.length - (tally?.reading?.frame === undefined ? 0 : 1);
}

/** The counts while a list reads on. */
export function readBegun(tally: Tally, frame: EventId): Tally {
  return { ...tally, reading: { ...UNREAD, ...tally.reading, frame } };
}

/** The counts after a read, which its list tells of; `first` is the next batch that nothing was known of. */
export function readEnded(tally: Tally, first: number, local: JsonObject): Tally {
  const { position, items, marks, isDone, kept } = local as unknown as Found;
  const { frame: _, ...reading }: Reading = { ...UNREAD, ...tally.reading };
  const left = marks.length - 1;
  const page: Page = { first, marks, left, ...(kept !== undefined && { kept }) };
  const pages = left > 0 ? [...reading.pages, page] : reading.pages;
  return { ...tally, items: tally.items + items, reading: { ...reading, position, isDone, pages } };
}

/** The page of a batch. */
export function pageOf({ reading }: Tally, batch: number): Page | undefined {
  return reading?.pages.find((page) => isOn(page, batch));
}

/** The pages that are needed after a batch has succeeded. */
export function pagesWithout({ reading }: Tally, batch: number): Pick<Tally, 'reading'> {
  if (reading === undefined) return {};
  const pages = reading.pages.flatMap((page) => {
    if (!isOn(page, batch)) return [page];
    return page.left > 1 ? [{ ...page, left: page.left - 1 }] : [];
  });
  return { reading: { ...reading, pages } };
}

/** True while batches take their items from what was kept beside the log. */
export function keepsItems({ frames }: ExecutionState): boolean {
  const pages = frames.values()[0]?.active?.tally?.reading?.pages ?? [];
  return pages.some(({ kept }) => kept !== undefined);
}

function isOn({ first, marks }: Page, batch: number): boolean {
  return batch >= first && batch < first + marks.length - 1;
}

/** Tells a batch whose items could not be had from one that has failed, perhaps by a failure of the same name. */
export function isUnread(frame: Frame, { error }: Failure): { readonly isUnread?: true } {
  const { target } = stepOf(frame, 'task');
  return target.kind === 'map' && target.role === 'batch' && error === ITEM_READER_FAILED
    ? { isUnread: true }
    : {};
}
