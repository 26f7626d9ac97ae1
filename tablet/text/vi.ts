/** What the tablet says in Vietnamese; holes stand in braces. */
export const vi = {
  'page.title': 'Đánh giá việc phục vụ',

  'ask.counter': 'Mời ông/bà đánh giá việc phục vụ tại quầy số {number}',
  'ask.site': 'Mời ông/bà đánh giá việc phục vụ tại {site}',
  'ask.how': 'Chạm một hình; không ghi tên ông/bà',
  'ask.slow': 'Đang ghi đánh giá, mời ông/bà chờ…',
  'ask.larger': 'Chữ lớn hơn',
  'ask.faces': 'Các mức đánh giá',

  'thanks.title': 'Xin cảm ơn ông/bà đã đánh giá.',
  'thanks.again': 'Chọn lại',
  'thanks.sent': 'Đánh giá đã được gửi, không đổi được nữa.',

  'paused.title': 'Tạm ngừng nhận đánh giá',
  'paused.text':
    'Máy chưa ghi được nên tạm ngừng, để không mất ý kiến của ai. Đánh giá chưa được cảm ơn là chưa được ghi. Máy sẽ tự nhận lại.',

  'hotline.feedback': 'Phản ánh, kiến nghị',
  'queue.line': 'Chờ gửi: {n}',
} as const;
