import { flushAt, host, tell, writeKey } from './telling.mjs';

// guide: rudder-node
import RudderAnalytics from '@rudderstack/rudder-sdk-node';

const analytics = new RudderAnalytics(writeKey, {
  dataPlaneUrl: host,
  flushAt,
  retryCount: 10,
  errorHandler: (error) => console.error(error.message),
});
// guide: end

await tell(analytics, 'originalTimestamp', async () => {
  while (analytics.queue.length > 0) await analytics.flush();
});
