/** What the centre says to the person at its keyboard, in Vietnamese. */

export const vi = {
  open: {
    kiosk: 'Máy tra cứu',
    tablet: 'Máy đánh giá',
    board: 'Bảng theo dõi',
    samples: 'Giấy hẹn mẫu',
    demo: 'DỮ LIỆU MẪU: mọi thông tin ở đây đều là bịa.',
    stopping: 'đang dừng',
  },
  refused: {
    portTaken: (where: string) => `${where} đang được chương trình khác dùng; hãy chọn cổng khác bằng --port.`,
    hostUnknown: (host: string) => `máy này không có địa chỉ ${host}.`,
    folderUnwritable: (folder: string) => `không ghi được vào thư mục dữ liệu ${folder}.`,
    folderBusy: (folder: string) => `một trung tâm khác đang chạy trên ${folder}.`,
    folderForeign: (folder: string) => `${folder} đang chứa tệp khác; hãy chọn một thư mục trống.`,
    folderIsDemo: (folder: string) =>
      `${folder} được tạo với dữ liệu mẫu và sẽ luôn như vậy; trung tâm thật cần thư mục khác.`,
    folderIsReal: (folder: string) => `${folder} chứa dữ liệu thật; dữ liệu mẫu không được ghi vào đây.`,
    ledgerDamaged: (file: string) => `sổ cái ${file} bị hỏng; chưa có gì bị thay đổi. Hãy phục hồi bản sao lưu.`,
    ledgerNewer: (file: string, found: number, known: number) =>
      `sổ cái ${file} do phiên bản mới hơn ghi (${found}; bản này biết ${known}); chưa có gì bị thay đổi.`,
    demoOnLan: (host: string) =>
      `dữ liệu mẫu không được đưa ra mạng (${host}); hãy thêm --demo-on-lan nếu thực sự muốn.`,
    tlsBoth: '--tls-cert và --tls-key phải đi cùng nhau.',
    tlsUnreadable: (file: string) => `không đọc được chứng thư hoặc khóa ${file}.`,
    portWrong: (text: string) => `${text} không phải là cổng (0 đến 65535).`,
    unexpected: (reason: string) => `trung tâm không khởi động được: ${reason}`,
  },
} as const;
