// What every script does: read whom to tell and what, tell it by a client, and print what the client believes became of it.
import { stories } from './stories.mjs';

const need = (name) => process.env[name] ?? (() => { throw new Error(`${name} is not set.`); })();

export const host = need('VEINTE_ADDRESS');
export const writeKey = need('VEINTE_KEY');
const story = stories[process.env.VEINTE_STORY ?? 'journey'] ?? (() => { throw new Error('There is no such story.'); })();
export const flushAt = story.flushAt;

/**
 * Tells the story and prints {"delivered":[…],"failed":[…]}.
 * @param client  has identify, track, page, screen, group and alias, each with a callback.
 * @param timeField  what the client calls the time at which something happened.
 * @param flush  sends what is left.
 */
export async function tell(client, timeField, flush) {
  const outcomes = story.calls.map(([call, { at, ...message }]) => new Promise((done) => {
    const name = [call, message.event ?? message.name ?? message.groupId ?? message.previousId ?? message.userId].join(' ');
    client[call](at ? { ...message, [timeField]: at } : message, (error) => done({ name, error }));
  }));
  await flush();
  const told = await Promise.all(outcomes);
  print(told.filter((one) => !one.error).map((one) => one.name), told.filter((one) => one.error).map((one) => `${one.name}: ${one.error.message ?? one.error.reason ?? one.error}`));
}

export const print = (delivered, failed) => console.log(JSON.stringify({ delivered, failed }));
