/** Where results go: another bucket than that of the uploads, or each result would start the flow again. */
export const RESULTS = process.env['RESULTS_BUCKET'] ?? 'media-results';

/** The form of a film that players of one kind want. */
export type Format = 'mp4' | 'flv' | 'avi';
