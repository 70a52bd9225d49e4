import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';

export function ExecutionPage() {
  const { t } = useTranslation('execution');
  return <PageHeader title={t('title')} />;
}
