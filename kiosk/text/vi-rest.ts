/** What the kiosk says at rest and around every screen, in Vietnamese: it comes with the first paint, all other sentences behind it. */
export const viRest = {
  'attract.title': 'Mời ông/bà đưa mã vạch trên giấy hẹn hoặc điện thoại vào {place}',
  'attract.place': 'trước máy quét',
  'attract.look': 'Xem hình máy quét',
  'attract.type': 'Nhập mã hồ sơ',
  'attract.procedures': 'Tra cứu thủ tục',
  'attract.proceduresNote': 'Giấy tờ, lệ phí, thời gian',
  'attract.lost': 'Tôi bị mất giấy hẹn',
  'attract.typeNote': 'Nếu giấy hẹn không có mã vạch',
  'attract.cameraRefused':
    'Máy chưa được phép dùng máy quét hình. Mời ông/bà nhập mã, dùng đầu đọc cầm tay, hoặc đến {guide}.',
  'attract.cameraMissing':
    'Máy chưa có máy quét hình. Mời ông/bà nhập mã, dùng đầu đọc cầm tay, hoặc đến {guide}.',
  'attract.cameraBusy':
    'Máy quét hình đang bận việc khác. Mời ông/bà nhập mã, dùng đầu đọc cầm tay, hoặc đến {guide}.',
  'attract.cameraLost':
    'Máy quét hình đang được mở lại. Mời ông/bà nhập mã, dùng đầu đọc cầm tay, hoặc đến {guide}.',
  'bar.contrast': 'Tương phản',
  'hotline.line': 'Đường dây nóng: {number}',
  'bar.help': 'Trợ giúp',
  'bar.call': 'Gọi người hướng dẫn',
  'guide.desk': 'quầy hướng dẫn',
  'privacy.short': 'Máy không giữ lại gì về ông/bà.',
  'fault.id': 'Mã để báo kỹ thuật: {id}',
  'fault.title': 'Màn hình vừa gặp trục trặc',
  'fault.text':
    'Máy sẽ tự chạy lại sau ít giây. Hồ sơ của ông/bà không bị ảnh hưởng. Mời ông/bà hỏi {guide} nếu cần ngay.',
  'fault.again': 'Chạy lại ngay',
  'bar.seated': 'Chỗ ngồi, xe lăn',
} as const;
