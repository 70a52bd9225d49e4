import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNode } from './graph-context.ts';

/** Opens and closes a container. */
export function FoldButton({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('graph');
  const { isFolded, onFold } = useNode(id);
  const Sign = isFolded ? IconChevronRight : IconChevronDown;
  return (
    <button
      type="button"
      className="fold nopan"
      aria-expanded={!isFolded}
      aria-label={t(isFolded ? 'unfold' : 'fold', { name })}
      onClick={() => onFold(id)}
    >
      <Sign size={16} aria-hidden />
    </button>
  );
}
