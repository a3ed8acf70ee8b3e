import { flushAt, host, tell, writeKey } from './telling.mjs';

// guide: analytics-node-6
import Analytics from 'analytics-node';

const analytics = new Analytics(writeKey, {
  host,
  flushAt,
  retryCount: 10,
  errorHandler: (error) => console.error(error.message),
});
// guide: end

await tell(analytics, 'timestamp', async () => {
  while (analytics.queue.length > 0) await analytics.flush();
});
