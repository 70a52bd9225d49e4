import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Names the page in the window's title and in the browser's history. */
export function useDocumentTitle(title: string): void {
  const { t } = useTranslation();
  const product = t('product');
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
}
