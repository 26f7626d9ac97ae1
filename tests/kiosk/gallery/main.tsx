/** Every screen of the kiosk by name (`#state/variant/language/size/panel/site`), with sample answers and no device; never shipped. */
import { render } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import '../../../shared/screen/fonts.css';
import '../../../shared/screen/tokens.css';
import '../../../shared/screen/base.css';
import '../../../kiosk/app.css';
import { Attract } from '../../../kiosk/attract.tsx';
import { isBlind } from '../../../kiosk/blind.ts';
import type { CameraState } from '../../../kiosk/camera.ts';
import type { Option } from '../../../kiosk/choice.ts';
import { Closed } from '../../../kiosk/closed.tsx';
import { Frame } from '../../../kiosk/frame.tsx';
import { Fault } from '../../../kiosk/guard.tsx';
import { makeKeys } from '../../../kiosk/keys.ts';
import { makeBook, type ProcedureBook } from '../../../kiosk/procedures-book.ts';
import { readCode } from '../../../kiosk/reading.ts';
import { StillThere } from '../../../kiosk/still-there.tsx';
import { en } from '../../../kiosk/text/en.ts';
import { vi } from '../../../kiosk/text/vi.ts';
import type { SightView } from '../../../kiosk/use-sight.ts';
import { View } from '../../../kiosk/view.tsx';
import type { Letter, Outcome, Visit } from '../../../kiosk/visit.ts';
import type { Mouth } from '../../../kiosk/voice.ts';
import { VoiceKey } from '../../../kiosk/voice-key.tsx';
import { KioskWordsContext, makeKioskWords } from '../../../kiosk/words.ts';
import { refuse } from '../../../shared/contract/refusal.ts';
import type { DeviceConfig, Hours, SiteConfig } from '../../../shared/contract/site-config.ts';
import { AlreadyOpen } from '../../../shared/screen/already-open.tsx';
import { Enrol } from '../../../shared/screen/enrol.tsx';
import { ScreenProvider } from '../../../shared/screen/screen.tsx';
import { applyPanel, applySettings, type Settings } from '../../../shared/screen/settings.ts';
import { StorageFailed } from '../../../shared/screen/storage-failed.tsx';
import { sampleAnswers, sampleConfig, sampleNow } from '../sample-site.ts';
import type { DemoSite } from './demo-site.ts';

/** Put in by the build. */
declare const __DEMO_SITE__: DemoSite;
const demo = __DEMO_SITE__;

interface Asked {
  readonly name: string;
  readonly variant: string;
  readonly settings: Settings;
  readonly panel: SiteConfig['kiosk']['panel'];
  readonly isDemo: boolean;
}

function readHash(): Asked {
  const [name = 'attract', variant = '', language = 'vi', size = 'normal', panel = '', site = ''] =
    location.hash.slice(1).split('/');
  const isDemo = site === 'demo';
  const usual = (isDemo ? demo.config : sampleConfig).site.kiosk.panel;
  const [pxPerMm = usual.pxPerMm, viewingMm = usual.viewingMm, bottomMm] =
    panel === '' ? [] : panel.split('x').map(Number);
  // More than one wish is joined by a plus: large+seated.
  const wishes = size.split('+');
  const settings: Settings = {
    language: language === 'en' ? 'en' : 'vi',
    size: wishes.includes('large') ? 'large' : wishes.includes('small') ? 'small' : 'normal',
    highContrast: wishes.includes('contrast'),
    isSeated: wishes.includes('seated'),
  };
  return { name, variant, settings, panel: { pxPerMm, viewingMm, bottomMm }, isDemo };
}

const code = { key: '000.00.17.H53-200313-0001', shown: '000.00.17.H53-200313-0001', hasSecret: false };
const turn = { ticket: 1, code, via: 'camera' } as const;

type Shown = Extract<Visit, { name: 'showing' }>;

/** A sample of the demo by its name; `open-` in front: its code carried the secret. */
function demoShown(variant: string): Shown | undefined {
  const sample = demo.samples[variant.replace(/^(open|told|unheard)-/, '')];
  if (sample === undefined) return undefined;
  const letter = letterOf(variant);
  const answer = variant.startsWith('open-') ? sample.open : sample.plain;
  return {
    name: 'showing',
    ...turn,
    code: { key: sample.code, shown: sample.code, hasSecret: false },
    found: { kind: 'answer', from: 'centre', isAmber: false, answer },
    ...(letter === undefined ? {} : { letter }),
  };
}

function answerOf(variant: string): Extract<Outcome, { kind: 'answer' }> {
  const kind = variant.replace(/^(old|cache)-/, '');
  const found =
    Object.entries(sampleAnswers).find(([key]) => key === kind)?.[1] ?? sampleAnswers['in-progress'];
  const from = variant.startsWith('cache-') ? 'cache' : 'centre';
  return { kind: 'answer', from, isAmber: variant.startsWith('old-'), answer: found };
}

const optionsOf = (...keys: readonly (string | null)[]): readonly Option[] =>
  keys.map((shown, n) => ({ code: { key: shown ?? `D-${n}`, shown, hasSecret: false } }));

const sightOf = (variant: string): SightView => ({
  state: isBlind(variant as CameraState) ? (variant as CameraState) : 'on', // a variant is any word
  seen: variant === 'seen' ? 1 : variant === 'read' ? 2 : 0,
  torch: variant === 'torch' ? 'off' : 'none',
  light: noEvent,
});

const plain: Record<string, Visit> = {
  attract: { name: 'attract', ticket: 0 },
  looking: { name: 'looking', ticket: 0 },
  pad: { name: 'pad', ticket: 0 },
  procedures: { name: 'procedures', ticket: 0 },
  asking: { name: 'asking', ...turn },
  'not-found': { name: 'not-found', ...turn },
  'not-found-offline': { name: 'not-found', ...turn, asOf: sampleNow - 3_600_000 },
  offline: { name: 'offline', ...turn },
  elsewhere: { name: 'elsewhere', ...turn },
  'not-a-code': { name: 'not-a-code', ticket: 1 },
  choosing: {
    name: 'choosing',
    ticket: 1,
    options: optionsOf('H56.14-261101-0001', 'H15.50.05.13-261008-0975'),
  },
  'choosing-many': {
    name: 'choosing',
    ticket: 1,
    options: optionsOf('H56.14-261101-0001', null, 'H15.50.05.13-261008-0975', '000.00.17.H53-200313-0001'),
  },
  busy: { name: 'busy', ticket: 1 },
  help: { name: 'help', ticket: 1, back: { name: 'attract', ticket: 0 } },
  lost: { name: 'lost', ticket: 1, back: { name: 'attract', ticket: 0 } },
  closed: { name: 'attract', ticket: 0 },
  fault: { name: 'attract', ticket: 0 },
  ended: { name: 'ended', ticket: 1 },
};
/** The letter of apology has been answered: `told-` or `unheard-` before the sample's name. */
function letterOf(variant: string): Letter | undefined {
  if (variant.startsWith('told-'))
    return { kind: 'told', unit: demo.config.site.letterUnit ?? { vi: 'đơn vị' } };
  return variant.startsWith('unheard-') ? { kind: 'unheard' } : undefined;
}

const calls = ['waiting', 'called', 'again', 'unwatched', 'unheard'] as const;
function callingOf(variant: string): Visit {
  const call = calls.find((each) => each === variant) ?? 'called';
  return { name: 'calling', ticket: 1, back: { name: 'attract', ticket: 0 }, call };
}

const after = (ms: number, then: () => void) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};
const now = { ms: sampleNow, quality: 'sync' } as const;
const noEvent = (): void => {};

function Gallery({ asked }: { asked: Asked }) {
  const { settings, panel, name, variant, isDemo } = asked;
  useLayoutEffect(() => {
    applySettings(document.documentElement, settings);
    applyPanel(document.documentElement, panel);
    document.documentElement.dataset.shown = location.hash;
  }, [settings, panel]);
  const words = makeKioskWords({}, settings.language, { vi, en });
  const visit: Visit = (name === 'calling' ? callingOf(variant) : plain[name]) ??
    (isDemo ? demoShown(variant) : undefined) ?? { name: 'showing', ...turn, found: answerOf(variant) };
  return (
    <ScreenProvider settings={settings} onChange={noEvent}>
      <KioskWordsContext.Provider value={words}>
        <div class="kiosk" data-state={visit.name}>
          <Inside asked={asked} visit={visit} />
        </div>
      </KioskWordsContext.Provider>
    </ScreenProvider>
  );
}

/** A browser with a voice, so that the bar is seen at its fullest; it says nothing. */
const listeners: Pick<SpeechSynthesis, 'addEventListener' | 'removeEventListener'> = new EventTarget();
const mouth: Mouth = {
  synthesis: {
    getVoices: () =>
      ['vi-VN', 'en-GB'].map((lang) => ({
        lang,
        localService: true,
        name: lang,
        default: true,
        voiceURI: lang,
      })),
    speak: noEvent,
    cancel: noEvent,
    addEventListener: listeners.addEventListener.bind(listeners),
    removeEventListener: listeners.removeEventListener.bind(listeners),
  },
  utter: (text) => new SpeechSynthesisUtterance(text),
};

/** The configuration with the panel that was asked for, and of the rest screen the drawing or the hour. */
function configOf({ name, variant, panel, isDemo }: Asked): DeviceConfig {
  const { site, ...rest } = isDemo ? demo.config : sampleConfig;
  const drawing = drawings.find((each) => each === variant);
  const kiosk = { ...site.kiosk, panel, ...(drawing === undefined ? {} : { drawing }) };
  const hours = name === 'closed' ? { ...site.hours, ...closedBy[variant] } : site.hours;
  return { ...rest, site: { ...site, kiosk, hours } };
}

const drawings = ['camera-above', 'camera-below', 'scanner-below', 'hand-scanner'] as const;
const never = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const closedBy: Readonly<Record<string, Partial<Hours>>> = {
  '': { week: { ...never, mon: [['07:30', '11:30']] } },
  break: {
    week: {
      ...never,
      sat: [
        ['07:00', '08:00'],
        ['13:30', '17:00'],
      ],
    },
  },
  holiday: {
    week: { ...never, mon: [['07:30', '11:30']] },
    holidays: [{ date: '2026-11-21', name: { vi: 'Tết Nguyên đán (mẫu)', en: 'Lunar New Year (sample)' } }],
  },
  never: { week: never },
};

function Inside({ asked, visit }: { asked: Asked; visit: Visit }) {
  const { name, variant } = asked;
  const config = configOf(asked);
  const { site } = config;
  const ways = { onType: noEvent, onLost: noEvent, onProcedures: noEvent };
  if (name === 'enrol') return <Enrol enrol={async () => refuse('E_ENROL')} onDone={noEvent} />;
  if (name === 'already-open') return <AlreadyOpen />;
  if (name === 'storage-failed') return <StorageFailed detail="QuotaExceededError" onRetry={noEvent} />;
  const isNotice = variant === 'notice';
  return (
    <>
      <Frame
        config={config}
        link={{ state: 'online', centreHeard: true }}
        now={sampleNow}
        onHelp={noEvent}
        onCall={noEvent}
        voice={
          <VoiceKey mouth={mouth} visit={visit} site={site} now={sampleNow} after={after} touch={noEvent} />
        }
        isInert={isNotice}
      >
        {name === 'fault' ? (
          <Fault site={site} after={() => noEvent} reload={noEvent} />
        ) : name === 'closed' ? (
          <Closed site={site} now={sampleNow} hasReader={true} {...ways} />
        ) : visit.name === 'attract' ? (
          <Attract site={site} camera={sightOf(variant).state} onLook={noEvent} {...ways} />
        ) : (
          <View
            visit={visit}
            site={site}
            now={sampleNow}
            send={noEvent}
            video={document.createElement('video')}
            sight={sightOf(variant)}
            after={after}
            keys={makeKeys()}
            library={variant === 'missing' ? emptyLibrary : library}
            isOnline={true}
            read={async (text) => readCode(text, { config: () => config, now: () => now })}
          />
        )}
      </Frame>
      {isNotice && (
        <StillThere view={{ kind: 'notice', mayExtend: true, seconds: 7, nextMs: 1_000 }} onMore={noEvent} />
      )}
    </>
  );
}

const catalogue = makeBook(demo.catalogue, new Intl.Collator('vi'));
const book: ProcedureBook = {
  cover: catalogue.cover,
  find: async (wish) => catalogue.find(wish),
  one: async (asked) => catalogue.one(asked),
  close: noEvent,
};
const library = { book: async () => book };
const emptyLibrary = { book: async () => undefined };

const place = document.getElementById('root');

function paint(): void {
  if (place === null) return;
  render(null, place);
  render(<Gallery asked={readHash()} />, place);
}

addEventListener('hashchange', paint);
paint();
