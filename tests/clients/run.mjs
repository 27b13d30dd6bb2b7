// `node run.mjs NAME` runs scenarios/NAME.mjs against the server at SERVER_URL, and ends: the client's timers would
// go on. A failed assertion ends it with 1 and says what the page had asked before.

import { asked } from './browser/window.mjs';

const PATIENCE_MS = 60_000;

function fail(error) {
    console.error(error);
    console.error(`\nThe last requests:\n  ${asked().slice(-25).join('\n  ')}`);
    process.exit(1);
}

// The client asks for ever where it gets no answer it likes.
setTimeout(() => fail(new Error('the scenario does not end')), PATIENCE_MS);
const { default: scenario } = await import(`./scenarios/${process.argv[2]}.mjs`);
try {
    const told = await scenario();
    if (told !== undefined) console.log(JSON.stringify(told));
} catch (error) {
    fail(error);
}
process.exit(0);
