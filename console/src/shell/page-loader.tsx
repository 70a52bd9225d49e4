import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Stands where a page or a list will be. */
export function PageLoader() {
  const { t } = useTranslation();
  return (
    <Center mih={200} role="status" aria-label={t('loading')}>
      <Loader />
    </Center>
  );
}
