import { ActionIcon, Group, Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconCheck,
  IconDeviceDesktop,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/session-context.tsx';
import { changeLanguage, LANGUAGES, type Language } from '../i18n/i18n.ts';

const SCHEMES = { light: IconSun, dark: IconMoon, auto: IconDeviceDesktop } as const;

/** Language, colours, and the way out. */
export function Preferences() {
  const { t } = useTranslation();
  const { session, signOut } = useApi();
  return (
    <Group gap="xs" wrap="nowrap">
      <LanguageMenu />
      <SchemeMenu />
      {session.user !== undefined && (
        <ActionIcon
          variant="default"
          size="lg"
          onClick={signOut}
          aria-label={t('signIn.signOut')}
          title={`${t('signIn.signOut')} (${session.user})`}
        >
          <IconLogout size={18} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}

function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('language')}>
          <IconLanguage size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(LANGUAGES).map(([language, name]) => (
          <Menu.Item
            key={language}
            lang={language}
            onClick={() => void changeLanguage(language as Language)}
            rightSection={i18n.language === language && <IconCheck size={14} aria-hidden />}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function SchemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = SCHEMES[colorScheme];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('theme.label')}>
          <Current size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(SCHEMES) as (keyof typeof SCHEMES)[]).map((scheme) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme && <IconCheck size={14} aria-hidden />}
          >
            {t(`theme.${scheme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
