import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en/index.ts';
import { zhCn } from './zh-cn/index.ts';

/** The languages of the console, each named in itself. */
export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' } as const;

/** A language of the console. */
export type Language = keyof typeof LANGUAGES;

const STORED_UNDER = 'fdl-console-language';

/** Starts with the language that was chosen last, or else with the browser's. */
export function startTranslations(): void {
  const language = chosenLanguage();
  document.documentElement.lang = language;
  // Nothing is loaded, so it is ready when this returns.
  void i18next.use(initReactI18next).init({
    resources: { en, 'zh-CN': zhCn },
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    ns: Object.keys(en),
    initAsync: false,
    interpolation: { escapeValue: false },
  });
}

/** Changes the language of everything shown, now and in later visits. */
export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED_UNDER, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

function chosenLanguage(): Language {
  const stored = localStorage.getItem(STORED_UNDER);
  if (isLanguage(stored)) return stored;
  return navigator.languages[0]?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

function isLanguage(text: string | null): text is Language {
  return text !== null && Object.hasOwn(LANGUAGES, text);
}
