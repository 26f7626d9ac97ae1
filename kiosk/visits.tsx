/** One visit after another, painted: joins the stand, the idle timer and the settings to the screens; what they decide is decided elsewhere. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import type { Device } from '../shared/device/device.ts';
import { ScreenProvider } from '../shared/screen/screen.tsx';
import { applyPanel, applySettings, defaultSettings } from '../shared/screen/settings.ts';
import { Attract } from './attract.tsx';
import { Frame } from './frame.tsx';
import { Guard } from './guard.tsx';
import type { Key } from './key-table.ts';
import { useLoaded } from './loaded.ts';
import { useIdle } from './quiet.ts';
import { type Host, makeStand, type Stand } from './stand.ts';
import { StillThere } from './still-there.tsx';
import { useLibrary } from './use-library.ts';
import { useSight } from './use-sight.ts';
import type { Visit } from './visit.ts';
import { listenToKeys } from './wedge.ts';
import { type KioskTables, KioskWordsContext, makeKioskWords } from './words.ts';

interface VisitsProps {
  readonly device: Device;
  readonly host: Host;
  /** Keys that came before there was a device; they are taken out. */
  readonly early: Key[];
  readonly reload: () => void;
}

export function Visits({ device, host, early, reload }: VisitsProps) {
  const [settings, setSettings] = useState(defaultSettings);
  const stand = useMemo(() => {
    const onForget = (): void => {
      setSettings(defaultSettings);
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      document.getSelection()?.removeAllRanges();
    };
    return makeStand({ device, host, onForget });
  }, [device, host]);
  const config = useConfig(device);
  const { site } = config;
  const { send } = stand.usher;
  const { library, isThere: hasProcedures } = useLibrary(device, host);
  const tables = useTables(host);
  // Whatever comes behind the first paint speaks with the whole table.
  const isWhole = tables.vi !== undefined;
  const later = whenever(isWhole, useLoaded(host.loadView));
  const shutter = whenever(isWhole, useLoaded(host.loadClosed));
  const voice = whenever(isWhole, useLoaded(host.loadVoice));
  const visit = useVisit(stand, device, host);
  const { view: idle, touch } = useIdle(visit, stand, host);
  const camera = useSight(stand.sight, host.after, site.kiosk);
  const link = useLink(device);
  const time = useNow(device, host);
  const now = time.ms;
  const words = useMemo(
    () => makeKioskWords(site.wording, settings.language, tables),
    [site.wording, settings.language, tables],
  );
  useEffect(() => applySettings(host.root, settings), [host, settings]);
  useEffect(() => applyPanel(host.root, site.kiosk.panel), [host, site.kiosk.panel]);
  // Before the paint: a scan may begin with the first picture.
  useLayoutEffect(() => {
    const isFresh = ({ timeStamp }: Key): boolean => host.now() - timeStamp <= kioskLimits.wedgeBurstMs;
    return listenToKeys(window, stand.wedge, early.splice(0).filter(isFresh));
  }, [stand, host, early]);
  useEffect(() => stand.keys.onTyped(touch), [stand, touch]);
  useHeadline(visit);
  const isAsked = idle.kind === 'notice';
  const ways = {
    onType: () => send({ kind: 'type' }),
    onLost: () => send({ kind: 'lost' }),
    onProcedures: hasProcedures ? () => send({ kind: 'procedures' }) : undefined,
  } as const;
  const onLook = (): void => send({ kind: 'look' });
  const isShut = visit.name === 'attract' && shutter?.isShut(site, time) === true;
  const drift = visit.name === 'attract' ? Math.floor(now / kioskLimits.driftEveryMs) % driftPlaces : 0;
  return (
    <ScreenProvider settings={settings} wording={site.wording} onChange={setSettings}>
      <KioskWordsContext.Provider value={words}>
        <div class="kiosk" data-state={visit.name} data-drift={drift} onPointerDown={touch}>
          <Frame
            config={config}
            link={link}
            now={now}
            onHelp={() => send({ kind: 'help' })}
            onCall={() => send({ kind: 'call' })}
            voice={
              voice !== undefined &&
              host.mouth !== undefined && (
                <voice.VoiceKey
                  mouth={host.mouth}
                  visit={visit}
                  site={site}
                  now={now}
                  after={host.after}
                  touch={touch}
                />
              )
            }
            isInert={isAsked}
          >
            <Guard site={site} after={host.after} reload={reload} onFault={() => send({ kind: 'over' })}>
              {shutter !== undefined && isShut ? (
                <shutter.Closed
                  site={site}
                  now={now}
                  hasReader={site.kiosk.camera === 'none' || camera.state === 'on'}
                  {...ways}
                />
              ) : visit.name === 'attract' || later === undefined ? (
                <Attract site={site} camera={camera.state} onLook={onLook} {...ways} />
              ) : (
                <later.View
                  visit={visit}
                  site={site}
                  now={now}
                  send={send}
                  video={host.video}
                  sight={camera}
                  after={host.after}
                  keys={stand.keys}
                  library={library}
                  read={stand.read}
                  isOnline={link.state === 'online' && link.centreHeard}
                />
              )}
            </Guard>
          </Frame>
          {isAsked && <StillThere view={idle} onMore={touch} />}
        </div>
      </KioskWordsContext.Provider>
    </ScreenProvider>
  );
}

const whenever = <T,>(isReady: boolean, part: T): T | undefined => (isReady ? part : undefined);

// Four places, each a millimetre or two from the next.
const driftPlaces = 4;

/** The whole tables, as they arrive. */
function useTables(host: Host): KioskTables {
  const [tables, setTables] = useState<KioskTables>({});
  useEffect(() => {
    for (const [language, load] of Object.entries(host.loadTables)) {
      load().then(
        (table) => setTables((old) => ({ ...old, [language]: table })),
        () => {}, // then Vietnamese is spoken
      );
    }
  }, [host]);
  return tables;
}

function useConfig(device: Device) {
  const [config, setConfig] = useState(device.config());
  useEffect(() => device.onConfig(setConfig), [device]);
  return config;
}

function useLink(device: Device) {
  const [link, setLink] = useState(device.link());
  useEffect(() => device.onLink(setLink), [device]);
  return link;
}

const CLOCK_EVERY_MS = 5_000;

/** Corrected time, fresh enough for a clock without seconds. */
function useNow(device: Device, host: Host): ReturnType<Device['now']> {
  const [now, setNow] = useState(() => device.now());
  useEffect(() => host.after(CLOCK_EVERY_MS, () => setNow(device.now())), [device, host, now]);
  return now;
}

/** The state of the visit; at rest a new version may be taken in use, and a farewell ends by itself. */
function useVisit({ usher }: Stand, device: Device, host: Host): Visit {
  const [visit, setVisit] = useState(usher.visit());
  useEffect(() => usher.onChange(setVisit), [usher]);
  useEffect(() => device.setAtRest(visit.name === 'attract'), [device, visit.name]);
  useEffect(() => {
    if (visit.name !== 'ended') return;
    return host.after(kioskLimits.farewellMs, () => usher.send({ kind: 'rested' }));
  }, [usher, host, visit]);
  return visit;
}

/** A new screen is read from its headline. */
function useHeadline(visit: Visit): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else document.querySelector('h1')?.focus({ preventScroll: true });
  }, [visit.name]);
}
