// The first page of kiosk: it only shows that the build reaches the screen.
import { render } from 'preact';

const place = document.getElementById('root');
if (place) render(<p>{__APP_VERSION__}</p>, place);
