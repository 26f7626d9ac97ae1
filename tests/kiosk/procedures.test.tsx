import { act, cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleCatalogue } from '../../centre/demo/procedures.ts';
import { makeLibrary } from '../../kiosk/library.ts';
import { Procedures } from '../../kiosk/procedures.tsx';
import { makeBook, type ProcedureBook } from '../../kiosk/procedures-book.ts';
import { vi } from '../../kiosk/text/vi.ts';
import { KioskWordsContext, makeKioskWords } from '../../kiosk/words.ts';
import type { Catalogue } from '../../shared/contract/procedure.ts';
import type { CatalogueShelf } from '../../shared/device/device.ts';
import { ScreenProvider } from '../../shared/screen/screen.tsx';
import { defaultSettings } from '../../shared/screen/settings.ts';
import { sampleConfig } from './sample-site.ts';

const catalogue: Catalogue = { ...sampleCatalogue(), version: 1, demo: true };
const made = makeBook(catalogue, new Intl.Collator('vi'));
const book: ProcedureBook = {
  cover: made.cover,
  find: async (wish) => made.find(wish),
  one: async (code) => made.one(code),
  close: () => {},
};

let typed: (text: string) => void;
let done: number;
beforeEach(() => {
  done = 0;
});
afterEach(cleanup);

/** Effects and promises run their course: so many turns are enough for the longest of them. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1)
    await act(() => new Promise<void>((resolve) => setTimeout(resolve, 5)));
}

async function open(opened: ProcedureBook | null = book, language: 'vi' | 'en' = 'vi') {
  const onTyped = (listener: (text: string) => void) => {
    typed = (text) => void act(() => listener(text));
    return () => {};
  };
  const library = { book: async () => opened ?? undefined };
  const screen = render(
    <ScreenProvider settings={{ ...defaultSettings, language }} onChange={() => {}}>
      <KioskWordsContext.Provider value={makeKioskWords({}, 'vi', { vi })}>
        <Procedures library={library} site={sampleConfig.site} onTyped={onTyped} onDone={() => (done += 1)} />
      </KioskWordsContext.Provider>
    </ScreenProvider>,
  );
  await settle();
  return screen;
}

const page = (): string | null => document.querySelector('.proc')?.getAttribute('data-page') ?? null;
const names = (): (string | null)[] =>
  [...document.querySelectorAll('.proc-line strong')].map((one) => one.textContent);
const button = (name: RegExp): HTMLElement => {
  const found = [...document.querySelectorAll('button')].find((one) => name.test(one.textContent ?? ''));
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
};
async function press(name: RegExp): Promise<void> {
  fireEvent.click(button(name));
  await settle();
}
async function type(text: string): Promise<void> {
  typed(text);
  await settle();
}

describe('the catalogue on the screen', () => {
  test('begins with the fields and how many procedures each has', async () => {
    await open();
    expect(page()).toBe('start');
    expect(document.querySelector('.proc-shelf')?.textContent).toContain('Hộ tịch');
    const first = made.cover.fields[0];
    expect(document.querySelector('.proc-shelf-count')?.textContent).toBe(String(first?.count));
    expect(document.body.textContent).toContain('1.872 thủ tục');
  });

  test('opens a counter by its own number at this site, and a procedure of it', async () => {
    await open();
    await press(/^Theo quầy$/);
    await press(/^Quầy số 1/);
    expect(page()).toBe('shelf');
    expect(names().length).toBeGreaterThan(1);
    const [first] = names();
    fireEvent.click(document.querySelector('.proc-line') ?? document.body);
    await settle();
    expect(document.querySelector('.proc-name')?.textContent).toBe(first);
    expect(document.body.textContent).toContain('Giấy tờ cần chuẩn bị');
  });

  test('finds what a keyboard types, from whatever list it is typed on', async () => {
    await open();
    await type('khai sinh');
    expect(page()).toBe('search');
    expect(names()[0]).toBe('Đăng ký khai sinh');
    expect(document.querySelector('[role="status"]')?.textContent).toBe('Tìm thấy 5 thủ tục');
  });

  test('says what to try when nothing is found, and where a person helps', async () => {
    await open();
    await type('zxq');
    expect(document.querySelector('[role="status"]')?.textContent).toContain('ZXQ');
    expect(document.body.textContent).toContain('quầy hướng dẫn cạnh cửa vào');
  });

  test('shows one procedure with papers, times, fees, counter, symbol and the day of the catalogue', async () => {
    await open();
    await type('dang ky khai sinh');
    fireEvent.click(document.querySelector('.proc-line') ?? document.body);
    await settle();
    const text = document.body.textContent ?? '';
    const birth = catalogue.procedures.find(({ name }) => name.vi === 'Đăng ký khai sinh');
    for (const { name } of birth?.papers ?? []) expect(text).toContain(name);
    for (const words of [
      'Thời hạn theo quy định',
      'Thời gian cam kết',
      'Quầy số 1',
      '01/11/2026',
      'Danh mục mẫu',
    ])
      expect(text).toContain(words);
    expect(document.querySelector('svg.qr path')?.getAttribute('d')).toMatch(/^M/);
  });

  test('leads back page by page, and out', async () => {
    await open();
    await type('khai sinh');
    fireEvent.click(document.querySelector('.proc-line') ?? document.body);
    await settle();
    await press(/^Quay lại$/);
    expect([page(), document.querySelector('.proc-typed b')?.textContent]).toEqual(['search', 'KHAI SINH']);
    await press(/^Quay lại$/);
    expect(page()).toBe('start');
    await press(/^Xong$/);
    expect(done).toBe(1);
  });

  test('says in English that a name is there in Vietnamese only, and uses the English one where it is', async () => {
    await open(book, 'en');
    await type('birth');
    expect(names()).toContain('Registration of a birth');
    await type(' ');
    fireEvent.keyDown(window, { key: 'Backspace' });
    await settle();
    for (let n = 0; n < 8; n += 1) fireEvent.keyDown(window, { key: 'Backspace' });
    await settle();
    await type('chung thuc');
    fireEvent.click(document.querySelector('.proc-line') ?? document.body);
    await settle();
    expect(document.querySelector('.proc-name')?.getAttribute('lang')).toBe('vi');
    expect(document.body.textContent).toContain('in Vietnamese only');
  });

  test('says that there is none yet where the file cannot be read', async () => {
    const screen = await open(null);
    expect(screen.getByRole('heading').textContent).toBe('Máy này chưa có danh mục thủ tục');
    expect(document.body.textContent).toContain('quầy hướng dẫn');
  });
});

describe('the library', () => {
  function shelf() {
    let address: string | undefined;
    let listener = (): void => {};
    const thrown: string[] = [];
    const found: CatalogueShelf = {
      held: () => address,
      onChange: (then) => {
        listener = then;
        return () => {};
      },
      open: async () => (address === undefined ? undefined : new ArrayBuffer(8)),
      discard: async () => void thrown.push(address ?? ''),
    };
    const hold = (next: string | undefined): void => {
      address = next;
      listener();
    };
    return { found, hold, thrown };
  }

  test('opens a file once for all visits, and another when another is held', async () => {
    const { found, hold } = shelf();
    let reads = 0;
    const library = makeLibrary({
      device: { openCatalogue: async () => found },
      readBook: async () => {
        reads += 1;
        return book;
      },
    });
    await settle();
    hold('/catalogue/a');
    expect(library.isThere()).toBe(true);
    await library.book();
    await library.book();
    expect(reads).toBe(1);
    hold('/catalogue/b');
    await library.book();
    expect(reads).toBe(2);
  });

  test('throws a file away that cannot be read, but keeps it when only the reading failed', async () => {
    const { found, hold, thrown } = shelf();
    let fails = true;
    const library = makeLibrary({
      device: { openCatalogue: async () => found },
      readBook: async () => {
        if (fails) throw new Error('no worker');
        return undefined;
      },
    });
    await settle();
    hold('/catalogue/a');
    expect([await library.book(), thrown]).toEqual([undefined, []]);
    fails = false;
    expect([await library.book(), thrown]).toEqual([undefined, ['/catalogue/a']]);
  });

  test('of a device without a catalogue is not there', async () => {
    const library = makeLibrary({ device: {}, readBook: async () => book });
    await settle();
    expect([library.isThere(), await library.book()]).toEqual([false, undefined]);
  });
});
