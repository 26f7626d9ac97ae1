import { describe, expect, test } from 'vitest';
import { makeCard } from '../../kiosk/card.ts';
import { en } from '../../kiosk/text/en.ts';
import { makeKioskWords } from '../../kiosk/words.ts';
import { type DossierAnswer, dossierStatuses, timings } from '../../shared/contract/dossier.ts';
import { makeScreenWords } from '../../shared/screen/words.ts';
import { sampleAnswers, sampleConfig, sampleNow } from './sample-site.ts';

interface Ask {
  readonly from?: 'centre' | 'cache';
  readonly isAmber?: boolean;
  readonly language?: 'vi' | 'en';
}

function cardOf(answer: DossierAnswer, { from = 'centre', isAmber = false, language = 'vi' }: Ask = {}) {
  return makeCard(
    { kind: 'answer', from, isAmber, answer },
    {
      words: makeKioskWords({}, language, en),
      common: makeScreenWords({}, language),
      site: sampleConfig.site,
      now: sampleNow,
    },
  );
}
const linesOf = (answer: DossierAnswer, ask?: Ask) =>
  Object.fromEntries(cardOf(answer, ask).lines.map(({ label, value }) => [label, value]));

describe('a card', () => {
  test.each([
    [
      'in-progress',
      'Hồ sơ của ông/bà đang được giải quyết tại Văn phòng đăng ký đất đai, Sở Nông nghiệp và Môi trường. Hẹn trả: thứ Sáu, 11/12/2026.',
    ],
    [
      'pay',
      'Mời ông/bà nộp lệ phí trước bạ tại quầy số 7 hoặc bưu điện; nộp xong, hồ sơ sẽ được giải quyết tiếp.',
    ],
    [
      'supplement',
      'Mời ông/bà bổ sung: bản sao căn cước; giấy ủy quyền có chứng thực. Nộp tại quầy số 3, tầng 1 (7 giờ đến 11 giờ 30).',
    ],
    [
      'ready',
      'Đã có kết quả. Mời ông/bà đến quầy số 3, tầng 1 (7 giờ đến 11 giờ 30) nhận, mang theo giấy hẹn và căn cước.',
    ],
    ['by-post', 'Bưu điện sẽ giao kết quả tận nơi; ông/bà không cần đến.'],
    [
      'stopped',
      'Hồ sơ cần trao đổi thêm. Mời ông/bà gặp quầy số 3, tầng 1 (7 giờ đến 11 giờ 30) để được giải thích.',
    ],
    [
      'late',
      'Ủy ban nhân dân phường Mẫu Đông Hưng Thuận xin lỗi ông/bà vì trả kết quả chậm so với ngày hẹn thứ Ba, 17/11/2026.',
    ],
  ] as const)('says of %s what a neighbour would say', (name, sentence) => {
    expect(cardOf(sampleAnswers[name]).headline).toBe(sentence);
  });

  test('answers where, since when, promised for when and what to do', () => {
    expect(linesOf(sampleAnswers.early)).toEqual({
      'Hồ sơ đang ở': 'Văn phòng đăng ký đất đai, Sở Nông nghiệp và Môi trường',
      'Từ ngày': 'Chủ nhật, 15/11/2026',
      'Hẹn trả': 'thứ Sáu, 11/12/2026 · Sớm hơn hẹn',
      'Việc cần làm': 'Ông/bà chưa phải làm gì. Mời ông/bà trở lại vào ngày hẹn.',
    });
  });

  test('of a late dossier has new date, reason, who answers, and no red wall', () => {
    const card = cardOf(sampleAnswers.late);
    expect(card).toMatchObject({ tone: 'attention', sign: 'clock', state: 'Trễ hẹn', isLate: true });
    expect(card.more).toEqual([
      'Ngày hẹn mới: thứ Sáu, 27/11/2026.',
      'Lý do: đang chờ ý kiến của cơ quan khác.',
    ]);
    expect(linesOf(sampleAnswers.late)['Đơn vị trả lời']).toBe('Sở Nông nghiệp và Môi trường (mẫu)');
  });

  test('of a late dossier without reason or new date says that the unit has not given them', () => {
    const { newDue: _, lateReason: __, ...bare } = sampleAnswers.late;
    expect(cardOf(bare).more).toEqual([
      'Ngày hẹn mới: đơn vị chưa cập nhật.',
      'Lý do: đơn vị chưa cập nhật.',
    ]);
  });

  test('says first what the citizen must do, then that it is late', () => {
    const card = cardOf({ ...sampleAnswers.pay, timing: 'late', newDue: sampleNow });
    expect(card.headline).toMatch(/^Mời ông\/bà nộp/);
    expect(card.more[0]).toMatch(/xin lỗi ông\/bà/);
  });

  test.each(timings)('from the cache never says on time, early or today (%s)', (timing) => {
    for (const status of dossierStatuses) {
      const card = cardOf({ ...sampleAnswers.ready, status, timing }, { from: 'cache' });
      expect(JSON.stringify(card)).not.toMatch(/Sớm hơn hẹn|hôm nay|đúng hẹn|tạm dừng/i);
      expect(card.age).toBe('Máy đang mất kết nối. Thông tin này là của 8 giờ 10, ngày 21/11/2026.');
      expect(card.isOld).toBe(true);
    }
  });

  test('names the age of old knowledge', () => {
    const old = { ...sampleAnswers.ready, asOf: sampleNow - 2 * 3_600_000 };
    expect(cardOf(old, { isAmber: true }).age).toBe(
      'Thông tin này là của 6 giờ 15, ngày 21/11/2026 (2 giờ trước).',
    );
    expect(cardOf(sampleAnswers.ready).age).toBe('Thông tin lúc 8 giờ 10, ngày 21/11/2026');
  });

  test('has title, masked name and steps only where the answer has them', () => {
    expect(cardOf(sampleAnswers['in-progress']).private).toBeUndefined();
    const opened = cardOf(sampleAnswers.private).private;
    expect(opened?.lines.map(({ value }) => value)).toEqual([
      'Đăng ký biến động quyền sử dụng đất',
      'N*** V** M**',
    ]);
    expect(opened?.stages.map(({ isNow }) => isNow)).toEqual([false, false, true]);
  });

  test.each(dossierStatuses)('of %s has a sentence, a state and every line, in both languages', (status) => {
    for (const timing of timings) {
      for (const language of ['vi', 'en'] as const) {
        const card = cardOf({ ...sampleAnswers['in-progress'], status, timing, due: null }, { language });
        const said = [card.headline, card.state, card.age, ...card.more, ...card.lines.map((l) => l.value)];
        for (const sentence of said) expect(sentence).toMatch(/^[^{}]+$/);
        expect(card.lines.length).toBeGreaterThanOrEqual(4);
      }
    }
  });
});
