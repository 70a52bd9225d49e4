import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';

export function ExecutionsPage() {
  const { t } = useTranslation('executions');
  return <PageHeader title={t('title')} />;
}
