const prices: Readonly<Record<string, number>> = { lamp: 40, desk: 150, pen: 2 };

/** The price list no longer has the article. */
class ArticleUnknown extends Error {
  override readonly name = 'ArticleUnknown';
}

/** Looks up what one piece costs. */
export function handler({ article }: { readonly article: string }): { unitPrice: number } {
  const unitPrice = prices[article];
  if (unitPrice === undefined) throw new ArticleUnknown(`There is no price for "${article}".`);
  return { unitPrice };
}
