/** Which screen each state of a visit is, the rest screen aside; loaded behind the first paint. */
import type { Result } from '../shared/contract/refusal.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { useScreen } from '../shared/screen/screen.tsx';
import { Answer } from './answer.tsx';
import { Calling } from './calling.tsx';
import { makeCard } from './card.ts';
import { Choosing } from './choosing.tsx';
import type { Keys } from './keys.ts';
import { isLetterAsked } from './letter.ts';
import type { LetterAsked } from './letter-question.tsx';
import type { Library } from './library.ts';
import { Looking } from './looking.tsx';
import { Pad } from './pad.tsx';
import { Procedures } from './procedures.tsx';
import type { Read } from './reading.ts';
import { Asking, Busy, Ended, Help, Lost, NotACode, NotFound, Offline } from './said.tsx';
import type { SightView } from './use-sight.ts';
import type { Visit, VisitEvent } from './visit.ts';
import { useKioskWords } from './words.ts';

interface ViewProps {
  readonly visit: Visit;
  readonly site: SiteConfig;
  /** Corrected time, ms. */
  readonly now: number;
  readonly send: (event: VisitEvent) => void;
  readonly video: HTMLVideoElement;
  readonly sight: SightView;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly keys: Keys;
  /** Undefined until it is loaded: nothing leads to it before. */
  readonly library: Pick<Library, 'book'> | undefined;
  readonly read: (text: string) => Promise<Result<Read>>;
  /** The centre is heard: what is said to it will arrive. */
  readonly isOnline: boolean;
}

export function View(props: ViewProps) {
  const { visit, site, now, send } = props;
  const words = useKioskWords();
  const { words: common } = useScreen();
  switch (visit.name) {
    case 'attract':
      return null; // painted first, by visits.tsx
    case 'looking':
      return (
        <Looking
          video={props.video}
          site={site}
          sight={props.sight}
          after={props.after}
          onType={() => send({ kind: 'type' })}
          onBack={() => send({ kind: 'done' })}
        />
      );
    case 'pad':
      return (
        <Pad
          site={site}
          now={now}
          read={props.read}
          onTyped={props.keys.onTyped}
          onCode={(read) => send({ kind: 'code', via: 'typed', ...read })}
          onCancel={() => send({ kind: 'done' })}
        />
      );
    case 'procedures':
      return (
        <Procedures
          library={props.library}
          site={site}
          onTyped={props.keys.onTyped}
          onDone={() => send({ kind: 'done' })}
        />
      );
    case 'choosing':
      return <Choosing options={visit.options} send={send} />;
    case 'asking':
      return <Asking />;
    case 'showing':
      return (
        <Answer
          card={makeCard(visit.found, { words, common, site, now })}
          status={visit.found.answer.status}
          code={visit.code.shown}
          site={site}
          letter={letterOf(props, visit)}
          onDone={() => send({ kind: 'done' })}
        />
      );
    case 'not-found':
      return <NotFound site={site} send={send} code={visit.code.shown} asOf={visit.asOf} />;
    case 'elsewhere':
      return <Offline site={site} send={send} code={visit.code.shown} isElsewhere />;
    case 'offline':
      return <Offline site={site} send={send} code={visit.code.shown} />;
    case 'not-a-code':
      return <NotACode site={site} send={send} />;
    case 'busy':
      return <Busy site={site} send={send} />;
    case 'help':
      return <Help site={site} send={send} />;
    case 'lost':
      return <Lost site={site} send={send} />;
    case 'calling':
      return <Calling site={site} call={visit.call} onBack={() => send({ kind: 'back' })} />;
    case 'ended':
      return <Ended />;
  }
}

function letterOf(
  { site, isOnline, send }: ViewProps,
  visit: Extract<Visit, { name: 'showing' }>,
): LetterAsked | undefined {
  if (!isLetterAsked(visit, site, isOnline)) return undefined;
  return { letter: visit.letter, onSay: (got) => send({ kind: 'letter', got }) };
}
