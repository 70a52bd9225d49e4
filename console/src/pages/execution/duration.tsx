import { useTranslation } from 'react-i18next';
import { durationText } from '../../components/duration-text.ts';
import { useNow } from '../../components/use-now.ts';

/** How long something took; as long as it has no end, how long it has taken so far. */
export function Duration({ from, to }: { from: number; to: number | undefined }) {
  const { i18n } = useTranslation();
  const now = useNow(to === undefined);
  return <span className="duration">{durationText((to ?? now) - from, i18n.language)}</span>;
}
