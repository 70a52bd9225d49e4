import type { Caller } from '../../../ports/task-targets.ts';
import type { RoleCredentials } from './assume-role.ts';

/** Settings of a client; without credentials it uses those of its surroundings. */
export interface ClientSettings {
  readonly region: string;
  readonly credentials?: () => Promise<RoleCredentials>;
}

/** The functions that create clients and get credentials. */
export interface FlowClientParts<Clients> {
  readonly create: (settings: ClientSettings) => Clients;
  readonly assumeRole: (roleArn: string, flowName: string) => Promise<RoleCredentials>;
  /** Role of flows that name none. */
  readonly defaultRoleArn?: string;
}

/** Flows whose clients are kept, with the connections and credentials in them. */
const MAX_KEPT = 100;

/** Clients per flow, role and region; they get new credentials by themselves before the old ones expire. */
export class FlowClients<Clients> {
  readonly #parts: FlowClientParts<Clients>;
  readonly #kept = new Map<string, Clients>();

  constructor(parts: FlowClientParts<Clients>) {
    this.#parts = parts;
  }

  /** The clients for a caller's calls to a region. */
  for({ flowName, roleArn: given }: Pick<Caller, 'flowName' | 'roleArn'>, region: string): Clients {
    const roleArn = given || this.#parts.defaultRoleArn;
    const key = JSON.stringify(roleArn === undefined ? [region] : [region, roleArn, flowName]);
    const clients = this.#kept.get(key) ?? this.#create(region, roleArn, flowName);
    // The entry used last is dropped last.
    this.#kept.delete(key);
    this.#kept.set(key, clients);
    return clients;
  }

  #create(region: string, roleArn: string | undefined, flowName: string): Clients {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    if (roleArn === undefined) return this.#parts.create({ region });
    const credentials = () => this.#parts.assumeRole(roleArn, flowName);
    return this.#parts.create({ region, credentials });
  }
}
