/** One visit after another, painted: joins the stand, the idle timer and the settings to the screens; what they decide is decided elsewhere. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import { limits } from '../shared/contract/limits.ts';
import type { Device } from '../shared/device/device.ts';
import { type Idle, type IdleView, makeIdle } from '../shared/screen/idle.ts';
import { ScreenProvider } from '../shared/screen/screen.tsx';
import { applyPanel, applySettings, defaultSettings } from '../shared/screen/settings.ts';
import { Attract } from './attract.tsx';
import type { CameraState } from './camera.ts';
import { Frame } from './frame.tsx';
import type { Key } from './key-table.ts';
import { useLoaded } from './loaded.ts';
import { type Host, makeStand, type Stand } from './stand.ts';
import { StillThere } from './still-there.tsx';
import type { Visit } from './visit.ts';
import { listenToKeys } from './wedge.ts';
import { KioskWordsContext, makeKioskWords } from './words.ts';

interface VisitsProps {
  readonly device: Device;
  readonly host: Host;
  /** Keys that came before there was a device; they are taken out. */
  readonly early: Key[];
}

export function Visits({ device, host, early }: VisitsProps) {
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
  const later = useLoaded(host.loadView);
  const english = useLoaded(host.loadEnglish);
  const visit = useVisit(stand, device, host);
  const { view: idle, touch } = useIdle(visit, stand, host);
  const camera = useCamera(stand, host, site.kiosk.camera);
  const link = useLink(device);
  const now = useNow(device, host);
  const words = useMemo(
    () => makeKioskWords(site.wording, settings.language, english?.en),
    [site.wording, settings.language, english],
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
  return (
    <ScreenProvider settings={settings} wording={site.wording} onChange={setSettings}>
      <KioskWordsContext.Provider value={words}>
        <div class="kiosk" data-state={visit.name} onPointerDown={touch}>
          <Frame
            config={config}
            link={link}
            now={now}
            onHelp={() => send({ kind: 'help' })}
            isInert={isAsked}
          >
            {visit.name === 'attract' || later === undefined ? (
              <Attract
                site={site}
                camera={camera.state}
                now={now}
                onLook={() => send({ kind: 'look' })}
                onType={() => send({ kind: 'type' })}
              />
            ) : (
              <later.View
                visit={visit}
                site={site}
                now={now}
                send={send}
                camera={camera.state}
                video={host.video}
                isSeen={camera.isSeen}
                after={host.after}
                keys={stand.keys}
                read={stand.read}
              />
            )}
          </Frame>
          {isAsked && <StillThere view={idle} onMore={touch} />}
        </div>
      </KioskWordsContext.Provider>
    </ScreenProvider>
  );
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
function useNow(device: Device, host: Host): number {
  const [now, setNow] = useState(device.now().ms);
  useEffect(() => host.after(CLOCK_EVERY_MS, () => setNow(device.now().ms)), [device, host, now]);
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

const quietMs = (visit: Visit): number | undefined =>
  visit.name === 'attract' || visit.name === 'asking' || visit.name === 'ended'
    ? undefined
    : visit.name === 'showing'
      ? kioskLimits.idleAnswerMs
      : limits.idleMs;

const quiet: IdleView = { kind: 'quiet', nextMs: 0 };

function useIdle(visit: Visit, { usher }: Stand, host: Host): { view: IdleView; touch: () => void } {
  const [view, setView] = useState<IdleView>(quiet);
  const idle = useMemo<Idle>(
    () =>
      makeIdle({
        now: host.now,
        after: host.after,
        show(next) {
          setView(next);
          if (next.kind === 'over') usher.send({ kind: 'over' });
        },
      }),
    [usher, host],
  );
  useEffect(() => {
    const ms = quietMs(visit);
    if (ms === undefined) idle.stop();
    else idle.start(ms);
    if (ms === undefined) setView(quiet);
    return () => idle.stop();
  }, [idle, visit]);
  return { view, touch: idle.touch };
}

const GLIMPSE_MS = 400;

function useCamera(stand: Stand, host: Host, facing: 'environment' | 'user' | 'none') {
  const [state, setState] = useState<CameraState>('off');
  const [isSeen, setSeen] = useState(false);
  const cancel = useRef((): void => {});
  useEffect(() => {
    if (facing === 'none') return;
    return stand.openCamera(facing, {
      onState: setState,
      onGlimpse() {
        cancel.current();
        setSeen(true);
        cancel.current = host.after(GLIMPSE_MS, () => setSeen(false));
      },
    });
  }, [stand, host, facing]);
  return { state, isSeen };
}

/** A new screen is read from its headline. */
function useHeadline(visit: Visit): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else document.querySelector('h1')?.focus({ preventScroll: true });
  }, [visit.name]);
}
