// The board as a reader meets it: figures with denominators and age, hostile text as text, empty and old states in words.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Answer } from '../../centre/board/api.ts';
import { Board, type BoardProps } from '../../centre/board/app.tsx';
import { type BoardFigures, type Figures, noFigures } from '../../centre/board/feed.ts';
import type { RatingsSummary } from '../../shared/contract/board-api.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import {
  archive2019,
  noCalls,
  noTasks,
  now,
  sampleCalls,
  sampleCounters,
  sampleDevice,
  sampleFleet,
  sampleSources,
  sampleSummary,
  sampleTasks,
  smallFleet,
  summary2019,
} from './sample-figures.ts';

afterEach(cleanup);
/** What was closed, and by whom. */
const closed: string[][] = [];
beforeEach(() => void closed.splice(0));

const fresh = <T,>(value: T, at = now): Figures<T> => ({ value, at, fault: undefined });
const whole: BoardFigures = {
  fleet: fresh(smallFleet),
  today: fresh(sampleSummary()),
  counters: fresh(sampleCounters()),
  archive: fresh(archive2019),
  calls: fresh(sampleCalls),
  tasks: fresh(sampleTasks),
  sources: fresh(sampleSources),
};

function show(figures: BoardFigures, answer: Answer<RatingsSummary> = { ok: true, value: summary2019 }) {
  const props: BoardProps = {
    api: {
      ratings: () => Promise.resolve(answer),
      closeCall: (id) => {
        closed.push([id]);
        return Promise.resolve({ ok: false, fault: 'offline' });
      },
      closeTask: (id, by) => {
        closed.push([id, by]);
        return Promise.resolve({ ok: false, fault: 'E_CONFLICT' });
      },
    },
    open: (hear) => {
      hear(figures);
      return () => {};
    },
    now: () => now,
    tick: () => () => {},
    archiveYear: 2019,
    print: () => {},
  };
  return render(<Board {...props} />);
}

const part = (name: string) => within(screen.getByRole('region', { name }));
const rowOf = (table: ReturnType<typeof part>, name: RegExp) =>
  within(table.getByRole('rowheader', { name }).closest('tr') ?? document.body);

test('today stands in four numbers, each with what it is a part of', async () => {
  show(whole);
  const today = part('Hôm nay, 20/11/2026');
  const numbers = today.getAllByRole('listitem').slice(0, 4);
  expect(numbers.map((each) => each.textContent)).toEqual([
    '214 lượt đánh giátại 3 trên 4 nơi có máy đánh giáTính đến 9 giờ 15, ngày 20/11/2026',
    '3 máy đang kết nốitrên 5 máy đang dùng; trung tâm nghe thấy trong 45 giây gần đây. Không tính 1 máy mô phỏng.',
    '18 dòng chờ gửi trên máytheo báo cáo của 4 trên 5 máy; lâu nhất 41 phút',
    '2 báo độngtrên 1 của 5 máy',
  ]);
});

test('a level that the scale lacks is said to be absent, never zero, and the sentence of the scale stands below', () => {
  show(whole);
  const ratings = part('Đánh giá hôm nay theo mức');
  expect(rowOf(ratings, /^Không hài lòng$/).getByText('không có trong thang')).toBeDefined();
  const words = ratings.getByText(/^Thang đánh giá này/).textContent;
  expect(words).toBe(
    'Thang đánh giá này không có mức không hài lòng; bình thường là mức thấp nhất được chọn. Không dùng tỷ lệ này thay cho chỉ số hài lòng.',
  );
});

test('a scale with a negative level shows its own count and no sentence about a missing one', () => {
  const summary = sampleSummary({
    levels: { satisfied: 40, dissatisfied: 10 },
    total: 50,
    hasNegativeLevel: true,
  });
  show({ ...whole, today: fresh(summary) });
  const ratings = part('Đánh giá hôm nay theo mức');
  expect(rowOf(ratings, /^Không hài lòng$/).getByText('10')).toBeDefined();
  expect(ratings.queryByText('không có trong thang')).toBeNull();
  expect(ratings.queryByText(/không có mức/)).toBeNull();
  expect(ratings.getByText(/Không dùng tỷ lệ này/)).toBeDefined();
});

test('another scale is named beside, never added', () => {
  const other = { id: 'nam-muc', version: 2, size: 5, total: 77 };
  show({ ...whole, today: fresh(sampleSummary({ otherScales: [other] })) });
  const ratings = part('Đánh giá hôm nay theo mức');
  expect(ratings.getByText('Ngoài ra, thang nam-muc bản 2: 77 lượt, không cộng vào đây.')).toBeDefined();
  expect(rowOf(ratings, /^Tổng cộng$/).getByText('214')).toBeDefined();
});

test('a counter keeps its levels to itself until privacy allows', () => {
  show(whole);
  const row = rowOf(part('Theo quầy, hôm nay'), /^dùng chung$/);
  expect(row.getByText('3')).toBeDefined();
  expect(row.getByText('chưa hiện (cần 5 lượt và 60 phút)')).toBeDefined();
});

test('the archived year adds up before the reader', () => {
  show(whole);
  const archive = part('Hồ sơ năm 2019');
  expect(
    archive.getByText('125.061 hồ sơ tiếp nhận = 119.180 đã trả + 1.467 trễ hẹn + 4.414 còn trong hạn'),
  ).toBeDefined();
  expect(rowOf(archive, /^Trễ hẹn$/).getByText('1,17 %')).toBeDefined();
});

test('devices sort by the column that is pressed, and turn round at the second press', async () => {
  show(whole);
  const devices = part('Máy');
  const names = () => devices.getAllByRole('rowheader').map((each) => each.textContent?.split(' ')[0]);
  fireEvent.click(devices.getByRole('button', { name: /Chờ gửi/ }));
  expect((await devices.findByRole('columnheader', { name: /Chờ gửi/ })).getAttribute('aria-sort')).toBe(
    'ascending',
  );
  expect(names()).toEqual(['tablet-mau-1', 'kiosk-mau-1', 'tablet-mau-2', 'tablet-mau-5', 'kiosk-mau-2']);
  fireEvent.click(devices.getByRole('button', { name: /Chờ gửi/ }));
  expect(names()).toEqual(['tablet-mau-5', 'tablet-mau-2', 'kiosk-mau-1', 'tablet-mau-1', 'kiosk-mau-2']);
});

test('simulated devices show only when asked for', () => {
  show(whole);
  const devices = part('Máy');
  expect(devices.queryByText('mo-phong-1')).toBeNull();
  fireEvent.click(devices.getByRole('checkbox'));
  expect(devices.getByText('mo-phong-1')).toBeDefined();
});

test('hostile names and versions are shown as the text they are', () => {
  const bad = '<img src=x onerror=alert(1)>';
  const device = sampleDevice({
    id: bad,
    site: bad,
    counter: bad,
    appver: bad,
    alarms: [{ name: 'twin', since: now, detail: bad }],
  });
  const { container } = show({
    ...whole,
    fleet: fresh(sampleFleet([device])),
    today: fresh(sampleSummary({ levels: { [bad]: 214 }, scale: { id: bad, version: 1, size: 3 } })),
    counters: fresh(
      sampleCounters([{ site: bad, counter: bad, total: 9, levels: { constructor: 9 }, levelsOf: 9 }]),
    ),
    archive: fresh({ ...archive2019, lateReasons: { [bad]: 5 } }),
  });
  expect(container.querySelector('img')).toBeNull();
  expect(screen.getAllByText((_text, element) => element?.textContent === bad).length).toBeGreaterThan(3);
  expect(part('Theo quầy, hôm nay').getByText('constructor')).toBeDefined();
});

test('a board that has no figures yet says that it is fetching, and why it has none', () => {
  show(noFigures);
  expect(screen.getAllByText('Đang lấy số liệu…').length).toBeGreaterThan(3);
  cleanup();
  const refused = { value: undefined, at: 0, fault: 'E_LOCAL_ONLY' as const };
  show({ ...noFigures, fleet: refused });
  expect(screen.getAllByText(/trang này chỉ xem được trên máy chạy trung tâm/).length).toBe(2);
});

test('a centre without devices and a day without ratings say so in words', () => {
  show({
    fleet: fresh(sampleFleet([], false)),
    today: fresh(sampleSummary({ total: 0, levels: { 'very-satisfied': 0 }, demo: false })),
    counters: fresh(sampleCounters([])),
    archive: fresh({ ...archive2019, asOf: null, received: 0 }),
    calls: fresh(noCalls),
    tasks: fresh(noTasks),
    sources: fresh([]),
  });
  expect(screen.getByText('Không ai đang gọi.')).toBeDefined();
  expect(screen.getByText('Không có việc nào đang chờ.')).toBeDefined();
  expect(screen.getByText('Chưa có nguồn nào giao hồ sơ.')).toBeDefined();
  expect(screen.getByText('hôm nay chưa có lượt nào')).toBeDefined();
  expect(screen.getByText('Chưa có máy nào đăng ký.')).toBeDefined();
  expect(screen.getByText('Hôm nay chưa quầy nào có đánh giá.')).toBeDefined();
  expect(screen.getByText('Chưa có số liệu lưu của năm 2019.')).toBeDefined();
  expect(screen.queryByText('DỮ LIỆU MẪU')).toBeNull();
});

test('a delivery that waits and status codes that nobody understands stand before the sources', () => {
  show(whole);
  const part = document.querySelector('[data-part="sources"]')?.textContent ?? '';
  expect(part).toContain('Phần mềm mẫu: lần giao d-0a1b2c đóng, xóa hoặc đổi trạng thái quá nhiều hồ sơ');
  expect(part).toContain('mã trạng thái chưa hiểu «77» (12), «HOLD» (1)');
  expect(part).toContain('1.400');
});

test('old figures say how old they are', () => {
  show({ ...whole, today: fresh(sampleSummary(), now - centreLimits.boardStaleMs - 10 * 60_000) });
  const ratings = part('Đánh giá hôm nay theo mức');
  expect(ratings.getByText('Số liệu cũ, 10 phút trước; chưa lấy được số mới')).toBeDefined();
});

test('sample data is called sample data', () => {
  show(whole);
  expect(screen.getByText('DỮ LIỆU MẪU')).toBeDefined();
});

test('a period shows its ratings to the unit, with participation and without a rate of satisfaction', async () => {
  const { container } = show(whole);
  fireEvent.click(screen.getByRole('button', { name: 'Xem' }));
  await screen.findByRole('heading', { name: 'Từ 01/01/2019 đến hết 15/12/2019' });
  const period = part('Đánh giá theo khoảng ngày');
  for (const n of ['12.059', '4.390', '376', '16.825']) expect(period.getByText(n)).toBeDefined();
  expect(
    period.getByText(/16\.825 lượt trên 125\.061 hồ sơ tiếp nhận, bằng 13,45 %; 108\.236 hồ sơ/),
  ).toBeDefined();
  expect(container.textContent).not.toMatch(/tỷ lệ hài lòng/i);
  expect(container.textContent).not.toMatch(/97,8|100,0 %/); // what the two positive levels, or all of them, would sum to
});

test('a period that ends before it begins is not asked for', async () => {
  show(whole);
  fireEvent.input(screen.getByLabelText('Đến hết ngày'), { target: { value: '2018-12-31' } });
  fireEvent.click(screen.getByRole('button', { name: 'Xem' }));
  expect(await screen.findByText('Mời chọn ngày đầu không sau ngày cuối.')).toBeDefined();
});

test('one press turns the page to English', async () => {
  show(whole);
  fireEvent.click(screen.getByRole('button', { name: 'English' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Centre board' })).toBeDefined();
  expect(document.documentElement.lang).toBe('en');
  expect(
    screen.getByText('125,061 dossiers received = 119,180 returned + 1,467 late + 4,414 still in time'),
  ).toBeDefined();
});

test('a call for help stands with its device and its time, and one press says that somebody has come', async () => {
  show(whole);
  const calls = part('Người dân đang chờ hướng dẫn');
  expect(calls.getByText('kiosk-mau-1')).toBeDefined();
  expect(calls.getByText(/1 phút trước/)).toBeDefined();
  fireEvent.click(calls.getByRole('button', { name: 'Đã đến' }));
  expect(closed).toEqual([['goi-1']]);
  expect((await calls.findByRole('alert')).textContent).toMatch(/trung tâm không trả lời/);
});

test('a task is closed by a name, and shows its dossier code only when asked', async () => {
  const { container } = show(whole);
  const tasks = part('Việc của đơn vị trả lời');
  expect(container.textContent).not.toContain('H53.14-261021-0009');
  fireEvent.click(tasks.getByRole('button', { name: 'Hiện mã' }));
  expect(tasks.getByText('H53.14-261021-0009')).toBeDefined();
  const close = tasks.getByRole('button', { name: 'Đóng việc' });
  fireEvent.click(close);
  expect(closed).toEqual([]);
  fireEvent.input(tasks.getByLabelText('Họ tên người đóng việc'), { target: { value: ' Nguyễn Văn Mẫu ' } });
  fireEvent.click(close);
  expect(closed).toEqual([['viec-1', 'Nguyễn Văn Mẫu']]);
  expect(tasks.getByText(/4 người báo đã nhận Phiếu xin lỗi, 1 hồ sơ chưa nhận/)).toBeDefined();
});
