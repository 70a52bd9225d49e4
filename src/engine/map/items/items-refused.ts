/** Why the items of a map run cannot be had: a sentence that names the object. */
export class ItemsRefused extends Error {}

/** @throws ItemsRefused when a batch takes more bytes than an execution may be given; `batch` says which one it is */
export function demandBatchFits(bytes: number, most: number, batch: string): void {
  if (bytes <= most) return;
  throw new ItemsRefused(
    `A batch of ${batch} takes more than ${most} bytes, the most that an execution may be given; choose a smaller batchSize`,
  );
}
