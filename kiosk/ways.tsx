/** The ways on from a rest screen: type a code, look up a procedure, see the camera's picture, no receipt; and that nothing is kept. */
import bookOpen from 'lucide-static/icons/book-open-text.svg?nodes';
import fileQuestion from 'lucide-static/icons/file-question-mark.svg?nodes';
import keyboard from 'lucide-static/icons/keyboard.svg?nodes';
import scanLine from 'lucide-static/icons/scan-line.svg?nodes';
import shieldCheck from 'lucide-static/icons/shield-check.svg?nodes';
import { Icon } from '../shared/screen/icon.tsx';
import { BigButton } from '../shared/screen/parts.tsx';
import { useRestWords } from './words.ts';
import './ways.css';

export interface WaysProps {
  readonly onType: () => void;
  readonly onLost: () => void;
  /** There only where the camera works. */
  readonly onLook?: (() => void) | undefined;
  /** There only where a catalogue of procedures is loaded. */
  readonly onProcedures?: (() => void) | undefined;
}

export function Ways({ onType, onLost, onLook, onProcedures }: WaysProps) {
  const words = useRestWords();
  return (
    <>
      <BigButton
        icon={keyboard}
        label={words.say('attract.type')}
        note={words.say('attract.typeNote')}
        onPress={onType}
      />
      {onProcedures !== undefined && (
        <BigButton
          icon={bookOpen}
          label={words.say('attract.procedures')}
          note={words.say('attract.proceduresNote')}
          onPress={onProcedures}
        />
      )}
      <div class="ways-more">
        {onLook !== undefined && (
          <BigButton icon={scanLine} label={words.say('attract.look')} onPress={onLook} />
        )}
        <BigButton icon={fileQuestion} label={words.say('attract.lost')} onPress={onLost} />
      </div>
      <p class="ways-privacy">
        <Icon nodes={shieldCheck} />
        <span>{words.say('privacy.short')}</span>
      </p>
    </>
  );
}
