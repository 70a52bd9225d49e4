import type { Instant } from '../../interpreter/event.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import type { BlobHolder } from '../../ports/blob-store.ts';
import type { ExecutionHeader, Origin, StoredRecord } from '../../ports/execution-store.ts';
import type { BlobRef, KeptText } from '../../ports/kept-text.ts';
import type { EngineServices } from '../services.ts';
import { cutRecord } from './cut-record.ts';
import { joinRecord } from './join-record.ts';
import { keptText } from './kept-text.ts';
import { KnownValues } from './known-values.ts';

/** A header whose inputs are there as texts. */
export type WholeHeader = Omit<ExecutionHeader, 'input' | 'origins'> & {
  readonly input: string;
  readonly origins?: readonly (Origin & { readonly input?: string })[];
};

/** A stored log with all its values. */
export interface WholeLog {
  readonly header: WholeHeader;
  readonly records: readonly ExecutionRecord[];
  /** Its values that are kept apart. */
  readonly known: KnownValues;
}

type Services = Pick<EngineServices, 'blobs' | 'physical'>;

/** The header with its input, which may be kept apart. @throws DamagedData */
export async function wholeHeader(
  services: Pick<Services, 'blobs'>,
  header: ExecutionHeader,
): Promise<WholeHeader> {
  const refs = [...refsOf(header, []).values()];
  return withTexts(header, await textsOf(services, header, refs));
}

async function textsOf(
  services: Pick<Services, 'blobs'>,
  header: BlobHolder,
  refs: readonly BlobRef[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  await Promise.all(refs.map(async (ref) => texts.set(ref.blob, await keptText(services, header, ref))));
  return texts;
}

function withTexts(header: ExecutionHeader, texts: ReadonlyMap<string, string>): WholeHeader {
  const textOf = (kept: KeptText) => (typeof kept === 'string' ? kept : (texts.get(kept.blob) ?? ''));
  const { input, origins, ...rest } = header;
  const whole = origins?.map(({ input: given, ...origin }) => ({
    ...origin,
    ...(given !== undefined && { input: textOf(given) }),
  }));
  return { ...rest, input: textOf(input), ...(whole !== undefined && { origins: whole }) };
}

/** A header and records with what they keep apart; each text is read once. @throws DamagedData */
export async function wholeLog(
  services: Services,
  header: ExecutionHeader,
  stored: readonly StoredRecord[],
): Promise<WholeLog> {
  const known = new KnownValues(services.physical.inlineBytes);
  const refs = [...refsOf(header, stored).values()];
  if (refs.length === 0) return { header: header as WholeHeader, records: stored, known };
  const texts = await textsOf(services, header, refs);
  const textOf = ({ blob }: BlobRef) => texts.get(blob) ?? '';
  const { input } = header;
  if (typeof input !== 'string') known.addText(input, textOf(input), true);
  for (const { ref, isText, at } of stored.flatMap(({ cuts = [] }) => cuts)) {
    if (isText === true || at !== undefined) known.addText(ref, textOf(ref));
    else known.add(ref.blob, { ref });
  }
  return {
    header: withTexts(header, texts),
    records: stored.map((record) => joinRecord(record, texts)),
    known,
  };
}

/** A record with what one part of it keeps apart: its events, or its snapshot. @throws DamagedData */
export async function wholeRecord(
  services: Pick<Services, 'blobs'>,
  header: WholeHeader,
  stored: StoredRecord,
  part: 'events' | 'snapshot',
): Promise<ExecutionRecord> {
  const { cuts, ...record } = stored;
  if (cuts === undefined) return stored;
  const own = cuts.filter(({ path: [name] }) => name === part);
  const refs = new Map(own.map(({ ref }) => [ref.blob, ref]));
  return joinRecord({ ...record, cuts: own }, await textsOf(services, header, [...refs.values()]));
}

/** Bytes of everything that a header and records keep apart. */
export function keptBytes(header: ExecutionHeader, stored: readonly StoredRecord[]): number {
  return [...refsOf(header, stored).values()].reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Stores the large values of a record that are not known to be stored. @returns the record to write after that */
export async function storeValues(
  { blobs, physical }: Services,
  holder: BlobHolder,
  record: ExecutionRecord,
  known: KnownValues,
  endsBy: Instant,
): Promise<StoredRecord> {
  const cut = cutRecord(record, physical.inlineBytes, known);
  try {
    await Promise.all(cut.blobs.map(({ ref, text }) => blobs.put(holder, ref, text, endsBy)));
  } catch (error) {
    known.forget(new Set(cut.blobs.map(({ ref }) => ref.blob)));
    throw error;
  }
  return cut.record;
}

function refsOf(
  { input, origins = [] }: ExecutionHeader,
  stored: readonly StoredRecord[],
): ReadonlyMap<string, BlobRef> {
  const inputs = [input, ...origins.map((origin) => origin.input ?? '')];
  const cuts = stored.flatMap(({ cuts = [] }) => cuts.map(({ ref }) => ref));
  const refs = [...inputs.filter((kept) => typeof kept !== 'string'), ...cuts];
  return new Map(refs.map((ref) => [ref.blob, ref]));
}
