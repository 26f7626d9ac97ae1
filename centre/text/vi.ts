/** What the centre says to the person at its keyboard, in Vietnamese. */

export const vi = {
  open: {
    kiosk: 'Máy tra cứu',
    tablet: 'Máy đánh giá',
    board: 'Bảng theo dõi',
    samples: 'Giấy hẹn mẫu',
    demo: 'DỮ LIỆU MẪU: mọi thông tin ở đây đều là bịa.',
    counter: 'quầy',
    stopping: 'đang dừng',
  },
  refused: {
    portTaken: (where: string) =>
      `${where} đang được chương trình khác dùng; hãy chọn cổng khác bằng --port.`,
    hostUnknown: (host: string) => `máy này không có địa chỉ ${host}.`,
    folderUnwritable: (folder: string) => `không ghi được vào thư mục dữ liệu ${folder}.`,
    folderBusy: (folder: string) => `một trung tâm khác đang chạy trên ${folder}.`,
    folderForeign: (folder: string) => `${folder} đang chứa tệp khác; hãy chọn một thư mục trống.`,
    folderIsDemo: (folder: string) =>
      `${folder} được tạo với dữ liệu mẫu và sẽ luôn như vậy; trung tâm thật cần thư mục khác.`,
    folderIsReal: (folder: string) => `${folder} chứa dữ liệu thật; dữ liệu mẫu không được ghi vào đây.`,
    ledgerDamaged: (file: string) =>
      `sổ cái ${file} bị hỏng; chưa có gì bị thay đổi. Hãy phục hồi bản sao lưu.`,
    ledgerNewer: (file: string, found: number, known: number) =>
      `sổ cái ${file} do phiên bản mới hơn ghi (${found}; bản này biết ${known}); chưa có gì bị thay đổi.`,
    demoOnLan: (host: string) =>
      `dữ liệu mẫu không được đưa ra mạng (${host}); hãy thêm --demo-on-lan nếu thực sự muốn.`,
    tlsBoth: '--tls-cert và --tls-key phải đi cùng nhau.',
    tlsUnreadable: (file: string) => `không đọc được chứng thư hoặc khóa ${file}.`,
    portWrong: (text: string) => `${text} không phải là cổng (0 đến 65535).`,
    unexpected: (reason: string) => `trung tâm không khởi động được: ${reason}`,
  },
  cli: {
    about: 'Quản trị một trung tâm: qua HTTP nếu đang chạy, nếu không thì ngay trên thư mục dữ liệu.',
    device: 'thiết bị và mã dùng một lần',
    deviceAdd: 'thêm thiết bị và in mã dùng một lần',
    deviceList: 'liệt kê thiết bị',
    deviceRevoke: 'thu hồi hẳn một thiết bị: mật khẩu của nó mất hiệu lực ngay',
    site: 'cấu hình các điểm phục vụ',
    siteSet: 'nhận một điểm phục vụ đã đóng gói; số phiên bản phải tăng',
    siteList: 'liệt kê điểm phục vụ',
    quarantine: 'những gì được giữ lại, chưa đếm',
    quarantineList: 'liệt kê những gì chờ quyết định',
    quarantineAccept: 'xét lại và đếm',
    quarantineExclude: 'không đếm',
    gap: 'những chỗ mà thiết bị không bao giờ gửi nữa',
    gapWriteOff: 'xóa sổ các chỗ ấy, có tên người quyết định, để hàng đợi đi tiếp',
    summary: 'lượt đánh giá theo mức, tính cả ngày đầu và ngày cuối',
    data: 'thư mục dữ liệu của trung tâm',
    url: 'địa chỉ của trung tâm đang chạy',
    json: 'in JSON',
    app: 'kiosk hoặc tablet',
    counter: 'quầy của điểm phục vụ; bỏ trống nếu máy dùng chung',
    again: 'mã mới cho thiết bị đã có',
    by: 'tên người quyết định, được ghi kèm',
    all: 'cả những mục đã quyết định',
    linkCode: 'Liên kết',
    typedCode: 'Mã để gõ',
    expires: 'Dùng được đến',
    none: 'không có gì',
    examples: 'Ví dụ:',
    exampleName: 'Nguyễn Văn Mẫu',
    noCentre: (folder: string) =>
      `không có trung tâm nào ở ${folder}; hãy khởi động trước, hoặc chỉ bằng --data hay --url.`,
    unreachable: (url: string) => `không có trung tâm nào trả lời ở ${url}.`,
    noFile: (file: string) => `không đọc được ${file} dưới dạng JSON.`,
  },
} as const;
