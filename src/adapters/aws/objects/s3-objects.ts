import {
  demandBucketName,
  demandObjectName,
  ObjectError,
  type ObjectName,
  type ObjectPage,
  type ObjectPort,
  type ObjectPrefix,
  type ObjectRange,
  type Objects,
  type ObjectUser,
  type ObjectVersion,
  objectChanged,
} from '../../../ports/objects.ts';
import type { AwsConfig } from '../config.ts';
import { serviceError } from '../targets/call-failure.ts';
import type { FlowClients } from '../targets/flow-clients.ts';
import { boundRole } from '../targets/flow-roles.ts';
import { BucketRegions } from './bucket-regions.ts';
import type { FlowObjectClient } from './flow-object-client.ts';
import { objectFailure } from './object-failure.ts';

/** Opens the client of one flow in one region; called when it is first needed. */
export interface ObjectClients {
  readonly objects: () => Promise<FlowObjectClient>;
}

type Config = Pick<AwsConfig, 'region' | 'bindings' | 'defaultRoleArn'>;

/** Objects of S3, used with the role of the flow. */
export class S3Objects implements Objects {
  readonly #clients: FlowClients<ObjectClients>;
  readonly #config: Config;
  readonly #regions: BucketRegions;

  constructor(clients: FlowClients<ObjectClients>, config: Config) {
    this.#clients = clients;
    this.#config = config;
    this.#regions = new BucketRegions(config.region);
  }

  /** @throws ObjectError for a flow without a role: by the driver's own it could read what the service keeps of other flows */
  forFlow({ flowName, roleArn: given }: ObjectUser): ObjectPort {
    const roleArn = boundRole(given, this.#config);
    if (roleArn === '' && this.#config.defaultRoleArn === undefined)
      throw new ObjectError('denied', `The flow ${flowName} has no role with which it could use objects`);
    const user = { flowName, roleArn };
    return new RoleObjects((bucket, work) =>
      this.#regions.use(bucket, async (region) => work(await this.#clients.for(user, region).objects())),
    );
  }
}

/** Does something with the client for the region of a bucket. */
type Use = <T>(bucket: string, work: (client: FlowObjectClient) => Promise<T>) => Promise<T>;

/** Objects of S3 as one role may use them. */
class RoleObjects implements ObjectPort {
  readonly #use: Use;

  constructor(use: Use) {
    this.#use = use;
  }

  async head(name: ObjectName): Promise<ObjectVersion | undefined> {
    demandObjectName(name);
    return await this.#about(name, async (client) => {
      try {
        return await client.headByRead(name);
      } catch (error) {
        if (isMissing(error)) return undefined;
        if (serviceError(error).status !== 416) throw error;
        return await client.head(name);
      }
    });
  }

  async read(name: ObjectName, range: ObjectRange): Promise<Uint8Array> {
    demandObjectName(name);
    const length = range.to - range.from;
    if (length === 0) return new Uint8Array();
    return await this.#about(name, async (client) => {
      const bytes = await client.read(name, range).catch((error) => {
        throw isMissing(error) || serviceError(error).status === 412 ? objectChanged(name) : error;
      });
      if (bytes.length !== length) throw new Error(`S3 sent ${bytes.length} bytes of ${length}`);
      return bytes;
    });
  }

  async write(name: ObjectName, body: Uint8Array | string, contentType: string): Promise<void> {
    demandObjectName(name);
    await this.#about(name, (client) => client.write(name, body, contentType));
  }

  async list(objects: ObjectPrefix, page: ObjectPage) {
    demandBucketName(objects.bucket);
    return await this.#within(objects.bucket, 'the list', (client) => client.list(objects, page));
  }

  #about<T>({ bucket, key }: ObjectName, work: (client: FlowObjectClient) => Promise<T>): Promise<T> {
    return this.#within(bucket, `the object ${JSON.stringify(key)}`, work);
  }

  async #within<T>(bucket: string, what: string, work: (client: FlowObjectClient) => Promise<T>): Promise<T> {
    try {
      return await this.#use(bucket, work);
    } catch (error) {
      throw objectFailure(bucket, what, error);
    }
  }
}

function isMissing(error: unknown): boolean {
  return serviceError(error).name === 'NoSuchKey';
}
