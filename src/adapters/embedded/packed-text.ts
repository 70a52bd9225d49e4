import { textPacking } from '../packed-text.ts';

/** Texts of rows: compressing those of up to 1,024 bytes, or for less than an eighth, costs more than it saves. */
export const { packText, unpackText } = textPacking({ leastBytes: 1_025, worthwhileShare: 0.875 });
