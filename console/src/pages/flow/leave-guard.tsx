import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { ConfirmModal } from '../../components/confirm-modal.tsx';

/** Asks before a page with unsaved changes is left, for another page of the console or for good. */
export function LeaveGuard({ isNeeded }: { isNeeded: boolean }) {
  const { t } = useTranslation('flows');
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isNeeded && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isNeeded]);
  return (
    <ConfirmModal
      isOpen={blocker.state === 'blocked'}
      title={t('leaving.title')}
      text={t('leaving.text')}
      confirm={t('leaving.leave')}
      cancel={t('leaving.stay')}
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    />
  );
}
