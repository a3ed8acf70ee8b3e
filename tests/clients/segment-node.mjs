import { flushAt, host, tell, writeKey } from './telling.mjs';

// guide: segment-node
import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey, host, flushAt });
analytics.on('error', (error) => console.error(error.code, error.reason));
// guide: end

await tell(analytics, 'timestamp', () => analytics.closeAndFlush());
