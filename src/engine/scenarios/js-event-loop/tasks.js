const pieces = 6;
const work = 15;

function compute(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

async function job() {
  for (let piece = 1; piece <= pieces; piece++) {
    compute(work);
    console.log(`piece ${piece}`);
    await pause();
  }
  console.log("job done");
}

setTimeout(() => console.log("click answered"), 0);
job();
