import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

// The editor of the input is large and seldom needed.
const StartModal = lazy(async () => {
  const { StartModal } = await import('./start-modal.tsx');
  return { default: StartModal };
});

interface StartButtonProps {
  readonly flowName: string;
  /** JSON text that the input begins with. @default the one of the last start of this flow by this session, else `{}` */
  readonly input?: string;
  /** Label of the button. @default Start */
  readonly label?: string;
  readonly isCompact?: boolean;
  /** True where an editor has changes of the definition that are not saved. @default false */
  readonly hasDraft?: boolean;
}

/** Opens the form that starts an execution of a flow. */
export function StartButton({
  flowName,
  input,
  label,
  isCompact = false,
  hasDraft = false,
}: StartButtonProps) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure();
  const text = label ?? t('action.start');
  return (
    <>
      <Button
        onClick={open}
        size={isCompact ? 'compact-sm' : 'sm'}
        variant={isCompact ? 'light' : 'filled'}
        leftSection={<IconPlayerPlay size={isCompact ? 14 : 16} aria-hidden />}
        {...(isCompact && { 'aria-label': `${text}: ${flowName}` })}
      >
        {text}
      </Button>
      {isOpen && (
        <Suspense>
          <StartModal
            flowName={flowName}
            hasDraft={hasDraft}
            onClose={close}
            {...(input !== undefined && { input })}
          />
        </Suspense>
      )}
    </>
  );
}
