/** Largest message of SQS, with its attributes, and largest batch, in bytes. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** Longest time for which a message can be hidden. */
export const MAX_VISIBILITY_SECONDS = 43_200;

/** Longest delay of a message. */
export const MAX_DELAY_SECONDS = 900;

/** Longest wait of a receive in the SQS protocol. */
export const MAX_WAIT_SECONDS = 20;

/** Most entries of a batch, and most messages of a receive, in the SQS protocol. */
export const MAX_BATCH = 10;

/** Time within which a FIFO queue recognises a message that is sent once more. */
export const DEDUPLICATION_MS = 300_000;

/** Priorities go from 1, first, to 16, as in the original service. */
export const LOWEST_PRIORITY = 16;

/** Priority of a message that names none. */
export const DEFAULT_PRIORITY = 8;
