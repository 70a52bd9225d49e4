import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';
import { ExecutionsView } from './executions-view.tsx';

/** The executions of all flows. */
export function ExecutionsPage() {
  const { t } = useTranslation('executions');
  return (
    <>
      <PageHeader title={t('title')} />
      <ExecutionsView />
    </>
  );
}
