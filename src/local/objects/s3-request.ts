import type { IncomingHttpHeaders } from 'node:http';
import type { EmbeddedObjectStore } from '../../adapters/embedded/objects/object-store.ts';
import type { Arrivals } from '../arrivals.ts';
import type { ObjectEvents } from './object-events.ts';

/** A request of the protocol, whose signature was checked. */
export interface S3Request {
  readonly method: string;
  /** Empty for a request about all buckets. */
  readonly bucket: string;
  /** Empty for a request about a bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Its bytes as they arrive, once. Ends with an S3Error when they are not what the headers say. */
  readonly body: AsyncIterable<Uint8Array>;
  hangUp(): void;
}

/** What a client is answered. */
export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | AsyncIterable<Uint8Array>;
}

/** What operations work with. */
export interface S3Services {
  readonly objects: EmbeddedObjectStore;
  /** Hear of every object that comes to be, before its request is answered. */
  readonly events: ObjectEvents;
  /** Bounds what is held of bodies that arrive. */
  readonly arrivals: Arrivals;
}

/** One operation of the protocol. */
export type S3Operation = (request: S3Request, services: S3Services) => Promise<S3Answer>;
