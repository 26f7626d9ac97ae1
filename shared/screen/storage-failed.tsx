/** Shown when the device cannot read or write its own store; `detail` is for staff, in words of the browser. */
import databaseZap from 'lucide-static/icons/database-zap.svg?nodes';
import { MessagePage } from './message-page.tsx';
import { BigButton } from './parts.tsx';
import { useScreen } from './screen.tsx';

interface StorageFailedProps {
  readonly detail: string;
  readonly onRetry: () => void;
}

export function StorageFailed({ detail, onRetry }: StorageFailedProps) {
  const { words } = useScreen();
  return (
    <MessagePage icon={databaseZap} title={words.say('storage.title')} text={words.say('storage.text')}>
      <BigButton label={words.say('storage.retry')} onPress={onRetry} />
      <p>
        <code>{detail}</code>
      </p>
    </MessagePage>
  );
}
