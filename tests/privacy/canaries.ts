// A person who does not exist, planted where a careless program would pick her up: whatever of her turns up anywhere has leaked.

export const canaries = {
  name: 'Trần Thị Hoàng Yến Mẫu',
  idNumber: '000199012345', // no province has the number 000
  oldIdNumber: '000123457',
  phone: '0900 000 171',
  address: 'số 17 đường Không Có Thật, ấp Mẫu',
  email: 'hoang.yen.mau@example.vn',
  secret: 'KhoaMau2026xyz',
} as const;

/** What a chip card's QR holds: number, old number, name, birthday, address. */
export const chipCard = `${canaries.idNumber}|${canaries.oldIdNumber}|${canaries.name}|01011960|Nữ|${canaries.address}`;

/** A receipt's link: the code among things that must be dropped unread. */
export function carelessLink(code: string): string {
  const query = new URLSearchParams({
    SGT: canaries.idNumber,
    ten: canaries.name,
    dt: canaries.phone,
    MHS: code,
    email: canaries.email,
    diachi: canaries.address,
  });
  return `https://dichvucong.example.vn/tra-cuu?${query.toString()}`;
}
