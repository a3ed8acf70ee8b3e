// What the clients tell, in the words they all share. A story is the same whoever tells it, so the books must be too.

const rated = (userId, event, rating, properties = {}) => ['track', { userId, event, properties: { rating, ...properties } }];

/** How many events go into one request, and the calls in their order. */
export const stories = {
  // Every kind of call. Bruno looks around on a device before he says who he is, and was known by another name before.
  journey: {
    flushAt: 20,
    calls: [
      ['page', { anonymousId: 'device-7', name: 'Search', properties: { rating: 3 } }],
      ['track', { anonymousId: 'device-7', event: 'Fare chosen', properties: { rating: 2 } }],
      ['identify', { userId: 'bruno', anonymousId: 'device-7', traits: { email: 'bruno@example.com', plan: 'gold' } }],
      rated('bruno', 'Check-in', 5, { staff: 'agent-9', area: 'Lisbon', channel: 'in-person' }),
      ['screen', { userId: 'bruno', name: 'Boarding pass' }],
      ['group', { userId: 'bruno', groupId: 'acme', traits: { name: 'Acme' } }],
      rated('bruno-old', 'Baggage claim', 4),
      ['alias', { previousId: 'bruno-old', userId: 'bruno' }],
    ],
  },

  // One rating that is off its scale among good ones.
  oneBad: {
    flushAt: 20,
    calls: [
      rated('eva', 'Booking', 5),
      rated('eva', 'Payment', 4),
      rated('eva', 'Cabin', 9),
      rated('eva', 'Meal', 2),
      rated('eva', 'Arrival', 5),
    ],
  },

  // A sender that remembers its own ids and is run again after a crash.
  again: {
    flushAt: 20,
    calls: [['track', { userId: 'ines', event: 'Lounge', properties: { rating: 5 }, messageId: 'order-4711-lounge' }]],
  },

  // Each event in a request of its own, all at once.
  burst: {
    flushAt: 1,
    calls: [rated('olga', 'Gate', 5), rated('olga', 'Cabin', 5), rated('olga', 'Meal', 5)],
  },

  // One event now, one that says when it was.
  clock: {
    flushAt: 20,
    calls: [
      rated('hugo', 'Security', 4),
      ['track', { userId: 'hugo', event: 'Complaint', properties: { rating: 1 }, at: new Date('2020-05-17T10:00:00.000Z') }],
    ],
  },

  // More bytes than the documented 500 KB of a batch, and one event beyond the 32 KB of an event.
  large: {
    flushAt: 40,
    calls: [
      ...Array.from({ length: 30 }, (_, n) => rated('lena', `Page ${n % 3}`, 4, { note: 'a'.repeat(25_000) })),
      rated('lena', 'Novel', 4, { note: 'a'.repeat(60_000) }),
    ],
  },
};
