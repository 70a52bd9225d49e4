import { useEffect } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** Begins every page at its top; going back leaves it to the browser where it was. */
export function useScrollToTop(): void {
  const { pathname } = useLocation();
  const way = useNavigationType();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is what it is about
  useEffect(() => {
    if (way !== 'POP') scrollTo(0, 0);
  }, [pathname, way]);
}
