/** Shown when another window of this browser profile runs the app. */
import copy from 'lucide-static/icons/copy.svg?nodes';
import { MessagePage } from './message-page.tsx';
import { useScreen } from './screen.tsx';

export function AlreadyOpen() {
  const { words } = useScreen();
  return <MessagePage icon={copy} title={words.say('open.title')} text={words.say('open.text')} />;
}
