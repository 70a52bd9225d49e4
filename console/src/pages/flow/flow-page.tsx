import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';

export function FlowPage() {
  const { t } = useTranslation('flows');
  return <PageHeader title={t('title')} />;
}
