/** The headers of every page we serve: what it may load, run and ask for; it reads no file. */

/** `'wasm-unsafe-eval'` for the kiosk's scanner alone. */
function policyFor(path: string): string {
  const script = path.startsWith('/kiosk/') ? "script-src 'self' 'wasm-unsafe-eval'" : "script-src 'self'";
  return [
    "default-src 'none'",
    script,
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types sw worker',
  ].join('; ');
}

const closedFeatures = [
  'accelerometer',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

/** Only the kiosk has a camera; the screens need to stay awake. */
function permissionsFor(path: string): string {
  const camera = path.startsWith('/kiosk/') ? 'camera=(self)' : 'camera=()';
  return [camera, 'screen-wake-lock=(self)', ...closedFeatures.map((name) => `${name}=()`)].join(', ');
}

/** Headers by the path of the request. */
export function headersFor(path: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policyFor(path),
    'permissions-policy': permissionsFor(path),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'x-frame-options': 'DENY',
  };
}

/** How long a browser may keep what stands at a path. */
export function cachingFor(path: string): string {
  if (path.startsWith('/api/') || path === '/healthz') return 'no-store';
  return path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
