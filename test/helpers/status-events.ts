import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { StatusChange, StatusEvents, ToldStatus } from '../../src/ports/status-events.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../docs/reference/status-event.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ formats: { 'date-time': true }, strictTypes: false }).compile(schema);

/** What the schema of events has against a value. */
export function schemaProblems(event: unknown): readonly string[] {
  return validate(event)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** Keeps what it is told; refuses as often as it is asked to. */
export class KeptStatusEvents implements StatusEvents {
  readonly changes: ReadonlySet<StatusChange>;
  readonly told: ToldStatus[] = [];
  refusals = 0;

  constructor(...changes: StatusChange[]) {
    this.changes = new Set(changes);
  }

  async tell(told: ToldStatus): Promise<void> {
    if (this.refusals-- > 0) throw new Error('the bus is away');
    this.told.push(told);
  }

  async retry(): Promise<void> {}

  /** Names and statuses of what was told. */
  get statuses(): readonly string[] {
    return this.told.map(({ header, end }) => `${header.id.name} ${end?.status ?? 'Running'}`);
  }
}
