/** Files of this folder that export the handler of a function. */
export const HANDLERS = ['api', 'driver', 'registrar', 'mns'] as const;

/** One of them. */
export type HandlerName = (typeof HANDLERS)[number];
