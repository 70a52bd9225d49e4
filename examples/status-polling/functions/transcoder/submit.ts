interface Request {
  readonly video: string;
  readonly checksNeeded: number;
}

/**
 * Stands in for handing a video to a slow media service.
 *
 * Nothing is kept between calls: how many checks the job needs is part of its id.
 */
export function handler({ video, checksNeeded }: Request): { jobId: string } {
  return { jobId: `${video}#${checksNeeded}` };
}
