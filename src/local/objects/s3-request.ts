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
  /** Its bytes while they arrive, once. Throws an S3Error when they differ from what the headers say. */
  readonly body: AsyncIterable<Uint8Array>;
  hangUp(): void;
}

/** The response to a client. */
export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | AsyncIterable<Uint8Array>;
}

/** The services that operations use. */
export interface S3Services {
  readonly objects: EmbeddedObjectStore;
  /** Reports every new object before its request is answered. */
  readonly events: ObjectEvents;
  /** Bounds the memory of bodies that have not arrived whole. */
  readonly arrivals: Arrivals;
}

/** One operation of the protocol. */
export type S3Operation = (request: S3Request, services: S3Services) => Promise<S3Answer>;
