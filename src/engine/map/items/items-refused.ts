/** Why the items of a map run cannot be had: a sentence that names the object. */
export class ItemsRefused extends Error {}
