/** Names the newest definition, where a version is asked for. */
export const LATEST = 'LATEST';
