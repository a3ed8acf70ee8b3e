// CloudEvents by their own client, in all three modes. Prints which events the server says it booked, and what it said of the others.
import { CloudEvent, HTTP } from 'cloudevents';
import { host, print, writeKey } from './telling.mjs';

const [delivered, failed] = [[], []];
const note = ({ body }, ...names) => {
  const answer = JSON.parse(body);
  if (answer.quarantined === 0) delivered.push(...names);
  else failed.push(`${names.join(', ')}: ${answer.detail ?? `${answer.quarantined} in quarantine`}`);
};

// guide: cloudevents
import { emitterFor, httpTransport, Mode } from 'cloudevents';

const send = httpTransport(`${host}/cloudevents`);
const emit = emitterFor(send, { mode: Mode.STRUCTURED });
const sender = { headers: { authorization: `Bearer ${writeKey}` } };

const visit = new CloudEvent({
  id: '17', source: '/till/7', type: 'Counter', subject: 'anna',
  data: { channel: 'in-person', staff: 'Lucía', rating: 4 },
});
const answer = await emit(visit, sender); // {"accepted":1,"quarantined":0}
// guide: end
note(answer, 'Counter');

// The same event again, and once more in the other mode: it is one event.
const emitBinary = emitterFor(send, { mode: Mode.BINARY });
note(await emit(visit, sender), 'Counter');
note(await emitBinary(visit, sender), 'Counter');

// Attributes beyond ASCII, which the client sends in Latin-1.
const rated = (id, type, subject, rating, more = {}) => new CloudEvent({ id, source: '/till/7', type, subject, data: { rating }, ...more });
note(await emitBinary(rated('18', 'Café', 'zoë', 5, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }), sender), 'Café');
note(await emitBinary(rated('19', 'Queue', 'anna', 1, { time: '2026-03-01T10:00:00.000Z' }), sender), 'Queue');
note(await emitBinary(rated('20', 'Queue', 'anna', 9), sender), 'Queue');

// Data of other kinds is kept and says nothing.
const photo = { id: '21', source: '/till/7', type: 'Photo', subject: 'anna', datacontenttype: 'image/png' };
note(await emit(new CloudEvent({ ...photo, data: new Uint8Array([1, 2, 3]) }), sender), 'Photo');
note(await emitBinary(new CloudEvent({ ...photo, id: '22', type: 'Note', datacontenttype: 'text/plain', data: 'muy bien' }), sender), 'Note');

// A batch, which the client has no function for, with a bad event among good ones.
const batch = [rated('23', 'Delivery', 'anna', 5), rated('24', 'Delivery', 'anna', 50), rated('25', 'Delivery', 'zoë', 2), visit];
const message = { ...HTTP.structured(visit), body: JSON.stringify(batch) };
note(await send(message, { headers: { ...sender.headers, 'content-type': 'application/cloudevents-batch+json' } }), 'batch');

print(delivered, failed);
